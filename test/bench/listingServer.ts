import { once } from "node:events";
import { startSimulator } from "../../src/simulator/startSimulator.ts";

/*
 * A process of its own that answers as the service does, with 10,000 instances in so many regions, so late, and with the
 * documented quotas enforced: listingServer.ts INSTANCES REGIONS LATENCY_MS. Says where it listens in a line of JSON;
 * says how many calls it refused as too many when its standard input ends.
 */
const [instances, regionCount, latencyMs] = process.argv.slice(2).map(Number);
const regions = Array.from({ length: regionCount ?? 1 }, (_, at) => `cn-bench-${at}`);
const simulator = await startSimulator({ engine: "synthetic", instances, regions, latencyMs });
const { endpoint, accessKeyId, accessKeySecret } = simulator;
process.stdout.write(`${JSON.stringify({ endpoint, accessKeyId, accessKeySecret, regions })}\n`);
process.stdin.resume();
await once(process.stdin, "end");
process.stdout.write(`${JSON.stringify({ refusals: simulator.refusals() })}\n`);
await simulator.close();
