import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import {
  startCaptureWorker,
  WorkerFailureError,
  type Told,
} from "../../../../../src/host/captures/view/captureWorkerClient.ts";

const entry = path.join(import.meta.dirname, "../../../../../src/host/captures/worker/captureWorker.ts");
const ethernet = path.join(import.meta.dirname, "../../../../fixtures/captures/ethernet.pcap");
let folder = "";

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "eci-client-"));
});
after(() => rm(folder, { recursive: true, force: true }));

const isEnded = (error: unknown) => error instanceof WorkerFailureError && error.failure.kind === "ended";

describe("the client of a capture's worker", () => {
  it("hears of an end without a word, and answers what waits and what comes", async () => {
    const script = path.join(folder, "exits.cjs");
    await writeFile(
      script,
      'require("node:worker_threads").parentPort.once("message", () => process.exit(3));',
    );
    const told: Told[] = [];
    const client = startCaptureWorker(script, (message) => told.push(message));
    assert.equal(client.hasEnded(), false);
    await assert.rejects(client.ask(1, { type: "packet", number: 1 }), isEnded);
    assert.equal(client.hasEnded(), true);
    await assert.rejects(client.ask(1, { type: "packet", number: 1 }), isEnded);
    assert.deepEqual(told, [{ type: "refused", failure: { kind: "ended", message: "exit:3" } }]);
    await client.dispose();
    assert.equal(told.length, 1);
  });

  it("tells nothing of an end that was wanted", async () => {
    const told: Told[] = [];
    const client = startCaptureWorker(entry, (message) => told.push(message));
    client.post({ type: "addList", list: 1 });
    client.post({ type: "open", file: { path: ethernet } });
    await client.ask(1, { type: "rows", from: 0, count: 1 });
    const waiting = client.ask(1, { type: "packet", number: 1 });
    const settled = assert.rejects(
      waiting,
      (error) => error instanceof WorkerFailureError && !isEnded(error),
    );
    await client.dispose();
    await settled;
    assert.deepEqual(
      told.filter(({ type }) => type === "refused"),
      [],
    );
  });
});
