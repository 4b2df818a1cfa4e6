import { monitorEventLoopDelay } from "node:perf_hooks";
import { createEciClient } from "../../src/eci/createEciClient.ts";
import { InstanceStore } from "../../src/eci/listing/instanceStore.ts";

/*
 * Lists every region of a listing server with the shipped store, all at once, then reads the details of what a window
 * shows: listInstances.ts SERVER (a line of JSON). Needs --expose-gc.
 */
export type ListingRun = {
  readonly rows: number;
  readonly firstRowMs: number;
  readonly allRowsMs: number;
  /** Forty instances, as many as a window shows. */
  readonly detailsMs: number;
  readonly longestBlockMs: number;
  readonly bytesPerInstance: number;
};

const { endpoint, regions, ...credentials } = JSON.parse(process.argv[2] ?? "") as {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly regions: readonly string[];
};
const heapBytes = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};
const client = createEciClient({ credentials, endpoint: () => endpoint, stsEndpoint: endpoint });
const store = new InstanceStore(() => Promise.resolve(client));
// As an account is tested before its regions are opened: the code is loaded, a connection is there.
await client.getCallerIdentity();
const before = heapBytes();
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
const begin = performance.now();
let firstRowMs = NaN;
store.onChange(({ ids }) => {
  if (ids.length > 0 && Number.isNaN(firstRowMs)) firstRowMs = performance.now() - begin;
});
const listings = await Promise.all(regions.map((regionId) => store.readWhole("bench", regionId)));
const allRowsMs = performance.now() - begin;
const error = listings.find((listing) => listing.error !== undefined)?.error;
if (error !== undefined) throw new Error("A region could not be listed.", { cause: error });
const shown = listings[0]?.instances.slice(0, 40) ?? [];
const detailsBegin = performance.now();
await Promise.all(shown.map(({ id, regionId }) => store.find("bench", regionId, id)));
const detailsMs = performance.now() - detailsBegin;
delays.disable();
const rows = store.all().length;
const run: ListingRun = {
  rows,
  firstRowMs,
  allRowsMs,
  detailsMs,
  longestBlockMs: delays.max / 1e6,
  bytesPerInstance: (heapBytes() - before) / rows,
};
process.stdout.write(`${JSON.stringify(run)}\n`);
client.dispose();
