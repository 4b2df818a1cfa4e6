import { Worker } from "node:worker_threads";
import { workerLimits } from "../../src/host/captures/worker/workerLimits.ts";
import type { FromWorker, ToWorker } from "../../src/host/captures/worker/workerMessages.ts";
import { quantile } from "./median.ts";

/* Opens a file in the built worker, as the viewer does, and prints how long what took: node openCapture.cjs WORKER FILE FILTER... */

/** What was measured of one open capture. */
export type OpenedCapture = {
  readonly packets: number;
  /** From asking the running worker to open the file to the first 50 rows. */
  readonly firstRowsMs: number;
  readonly readSeconds: number;
  /** Of each filter, until all packets were looked at. */
  readonly filters: readonly { readonly seconds: number; readonly packets: number }[];
  /** 95th percentile and longest of 1,000 requests for 100 rows anywhere in the list. */
  readonly scrollP95Ms: number;
  readonly scrollMaxMs: number;
  readonly peakMiB: number;
};

const list = 1;
const scrolls = 1_000;

const [, , workerFile = "", file = "", ...filters] = process.argv;
const worker = new Worker(workerFile, {
  workerData: { purpose: "session" },
  resourceLimits: workerLimits,
});
const hearers = new Set<(message: FromWorker) => void>();
worker.on("message", (message: FromWorker) => {
  for (const hear of hearers) hear(message);
});
const send = (message: ToWorker) => worker.postMessage(message);

/** Resolves with the first thing that is said and made something of. */
function hear<Heard>(toHeard: (message: FromWorker) => Heard | Error | undefined): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const listen = (message: FromWorker) => {
      if (message.type === "refused") reject(new Error(JSON.stringify(message.failure)));
      const heard = toHeard(message);
      if (heard === undefined) return;
      hearers.delete(listen);
      if (heard instanceof Error) reject(heard);
      else resolve(heard);
    };
    hearers.add(listen);
  });
}

let lastId = 0;
function ask(request: Extract<ToWorker, { type: "ask" }>["request"]): Promise<{ value: unknown }> {
  lastId += 1;
  const id = lastId;
  const answer = hear((message) => {
    if (message.type === "failed" && message.id === id) return new Error(JSON.stringify(message.failure));
    return message.type === "done" && message.id === id ? { value: message.value } : undefined;
  });
  send({ type: "ask", id, list, request });
  return answer;
}

/** The same places each time, all over the list (Weyl's sequence with the golden ratio). */
function toPlace(scroll: number, packets: number): number {
  return Math.floor(((scroll * 0.618_033_988_749_895) % 1) * Math.max(1, packets - 100));
}

async function main(): Promise<OpenedCapture> {
  send({ type: "addList", list });
  // The viewer starts its worker while the page loads. It listens once it says that nothing is open.
  await ask({ type: "rows", from: 0, count: 1 }).catch(() => undefined);
  const begin = performance.now();
  const read = hear((message) => (message.type === "progress" && message.isDone ? message : undefined));
  const firstProgress = hear((message) => (message.type === "progress" ? message : undefined));
  send({ type: "open", file: { path: file } });
  await firstProgress;
  await ask({ type: "rows", from: 0, count: 50 });
  const firstRowsMs = performance.now() - begin;
  const { packets } = await read;
  const readSeconds = (performance.now() - begin) / 1000;

  const scrollMs: number[] = [];
  for (let scroll = 1; scroll <= scrolls; scroll += 1) {
    const asked = performance.now();
    await ask({ type: "rows", from: toPlace(scroll, packets), count: 100 });
    scrollMs.push(performance.now() - asked);
  }

  const filtered: { seconds: number; packets: number }[] = [];
  for (const expression of filters) {
    const asked = performance.now();
    const matched = hear((message) => (message.type === "matched" && message.isDone ? message : undefined));
    await ask({ type: "filter", expression });
    const { matched: count } = await matched;
    filtered.push({ seconds: (performance.now() - asked) / 1000, packets: count });
  }
  return {
    packets,
    firstRowsMs,
    readSeconds,
    filters: filtered,
    scrollP95Ms: quantile(scrollMs, 0.95),
    scrollMaxMs: Math.max(...scrollMs),
    peakMiB: process.resourceUsage().maxRSS / 1024,
  };
}

main().then(
  (opened) => {
    console.log(JSON.stringify(opened));
    process.exit();
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
