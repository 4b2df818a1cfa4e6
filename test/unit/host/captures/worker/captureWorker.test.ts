import assert from "node:assert/strict";
import { once } from "node:events";
import path from "node:path";
import { describe, it } from "node:test";
import { Worker } from "node:worker_threads";
import type {
  FromWorker,
  WorkerPurpose,
  WorkerReport,
} from "../../../../../src/host/captures/worker/workerMessages.ts";
import { createServerBed } from "./serverBed.ts";

const entry = path.join(import.meta.dirname, "../../../../../src/host/captures/worker/captureWorker.ts");
const fixture = (name: string) => path.join(import.meta.dirname, "../../../../fixtures/captures", name);

function start(workerData: WorkerPurpose): Worker {
  return new Worker(entry, { workerData });
}

describe("the worker's thread", () => {
  it("serves a session, and ends in the middle of one without a word", async () => {
    const worker = start({ purpose: "session" });
    const bed = createServerBed((message) => {
      worker.postMessage(message);
    });
    const errors: unknown[] = [];
    worker
      .on("message", (message: FromWorker) => bed.hear(message))
      .on("error", (error) => errors.push(error));
    worker.postMessage({ type: "addList", list: 1 });
    worker.postMessage({ type: "open", file: { path: fixture("ethernet.pcap") } });
    const rows = await bed.ask({ type: "rows", from: 0, count: 5 });
    assert.equal(rows.type, "done");
    const end = await bed.whenRead();
    assert.ok(end.type === "progress" && end.packets === 40);
    worker.postMessage({ type: "open", file: { path: fixture("merged.pcapng") } });
    const exit = once(worker, "exit");
    await worker.terminate();
    await exit;
    assert.deepEqual(errors, []);
  });

  it("sums up a capture, or says why not", async () => {
    const report = async (file: string): Promise<WorkerReport> => {
      const worker = start({ purpose: "report", path: file });
      const [message] = (await once(worker, "message")) as [WorkerReport];
      await once(worker, "exit");
      return message;
    };
    assert.deepEqual(await report(fixture("ethernet.pcap")), { packets: 40, findings: 0 });
    const failure = { kind: "capture", code: "unknownFormat", format: "unknown" };
    assert.deepEqual(await report(entry), { failure });
  });
});
