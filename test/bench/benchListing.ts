import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ListingRun } from "./listInstances.ts";
import type { PeerRun } from "./listWithPopCore.ts";
import { measureProgram } from "./measureProgram.ts";
import { median } from "./median.ts";

/** One way in which 10,000 instances are spread, listed by the shipped store, and by a peer where it was asked too. */
export type ListingBench = {
  readonly regions: number;
  readonly latencyMs: number;
  /** What the model gives: max(calls / rate, pages of the largest region x (round trip + 4 ms)). */
  readonly modelMs: number;
  readonly ours: ListingRun;
  readonly refusals: number;
  readonly peer?: PeerRun | undefined;
};

const instances = 10_000;
const rowsAPage = 200;
/** What the service documents for DescribeContainerGroupStatus: 10,000 calls in 60 s. */
const callsPerSecond = 10_000 / 60;
const toPath = (name: string): string => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));

/** Lists several times, and once with the peer where that is wanted: its pages take a minute. */
export async function benchListing(
  regions: number,
  latencyMs: number,
  runs: number,
  withPeer: boolean,
): Promise<ListingBench> {
  const args = [toPath("listingServer"), String(instances), String(regions), String(latencyMs)];
  const server = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const readLine = async (): Promise<string> => String((await lines.next()).value);
  const run = async (name: string, address: string): Promise<unknown> => {
    const { output } = await measureProgram(process.execPath, ["--expose-gc", toPath(name), address], true);
    return JSON.parse(output);
  };
  try {
    const address = await readLine();
    const all: ListingRun[] = [];
    for (let index = 0; index < runs; index += 1)
      all.push((await run("listInstances", address)) as ListingRun);
    if (all.some(({ rows }) => rows !== instances)) throw new Error("Not every instance was listed once.");
    const peer = withPeer ? ((await run("listWithPopCore", address)) as PeerRun) : undefined;
    server.stdin.end();
    const { refusals } = JSON.parse(await readLine()) as { readonly refusals: number };
    const toMedian = (of: (each: ListingRun) => number): number => median(all.map(of));
    const pages = Math.ceil(instances / regions / rowsAPage);
    return {
      regions,
      latencyMs,
      modelMs: Math.max((pages * regions * 1000) / callsPerSecond, pages * (latencyMs + 4)),
      ours: {
        rows: instances,
        firstRowMs: toMedian((each) => each.firstRowMs),
        allRowsMs: toMedian((each) => each.allRowsMs),
        detailsMs: toMedian((each) => each.detailsMs),
        longestBlockMs: Math.max(...all.map((each) => each.longestBlockMs)),
        bytesPerInstance: toMedian((each) => each.bytesPerInstance),
      },
      refusals,
      peer,
    };
  } finally {
    const exited = once(server, "exit");
    server.kill();
    if (server.exitCode === null) await exited;
  }
}
