import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { DownloadError } from "../../../src/task/download/downloadError.ts";
import type { Task } from "../../../src/task/task.ts";
import { withTaskBed, type TaskBed, type TaskWindow } from "../../unit/task/taskBed.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { startOtherWindow } from "./otherWindow.ts";
import { createResultServer, type ResultServer } from "./resultServer.ts";

type Scene = TaskBed & { readonly server: ResultServer; readonly one: TaskWindow; readonly task: Task };

const isIn =
  (...kinds: Task["state"]["kind"][]) =>
  ({ state }: Task) =>
    kinds.includes(state.kind);

/** A task whose result waits, and the window that sent it. */
async function withResult(run: (scene: Scene) => Promise<void>): Promise<void> {
  const server = createResultServer();
  await withTaskBed(
    async (bed) => {
      const one = await bed.open();
      const { id } = await one.runner.startCapture(bed.running, { packetCount: 1 });
      const task = await one.until(id, isIn("succeeded"));
      await run({ ...bed, server, one, task });
    },
    { engine: server.engine, fault: server.fault },
  );
}

/** All files under the results, by name; a finished one is read and compared. */
async function readResults({ folder, server }: Scene): Promise<readonly string[]> {
  const names = await readdir(join(folder, "results"), { recursive: true }).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(".pcap"))) {
    const bytes = await readFile(join(folder, "results", name));
    assert.equal(createHash("sha256").update(bytes).digest("hex"), server.sha256);
  }
  return names.filter((name) => name.includes(".")).map((name) => name.replace(/^.*(?=\.)/u, ""));
}

async function until(what: string, isSo: () => boolean): Promise<number> {
  const beginMs = performance.now();
  while (!isSo()) {
    if (performance.now() - beginMs > 15_000) throw new Error(`It never came to this: ${what}`);
    await wait(10);
  }
  return performance.now() - beginMs;
}

it("D7: two windows that fetch the same result fetch it once", async () => {
  const row = createCountedRow("D7", "two windows fetch one result at once");
  for (let tries = toTries(20, 2); tries > 0; tries -= 1) {
    await row.attempt(`${tries} left`, async () => {
      let requests = 0;
      await withResult(async (scene) => {
        const { one, open, task, server } = scene;
        const other = await open();
        const release = server.hold(300_000);
        const both = Promise.all([one.downloads.start(task.id), other.downloads.start(task.id)]);
        await until("one is under way", () => server.ranges.length > 0);
        assert.equal(await (await open()).downloads.startUnlessElsewhere(task.id), undefined);
        release();
        const [file, same] = await both;
        assert.deepEqual(file, same);
        assert.equal(file.sha256, server.sha256);
        assert.deepEqual(await readResults(scene), [".pcap", ".json"]);
        requests = server.ranges.length;
        assert.equal(requests, 1);
      });
      return requests;
    });
  }
  row.end("requests");
});

it("D7: a window goes on where another one was killed", async () => {
  const row = createCountedRow("D7", "a window is killed, another goes on");
  for (let tries = toTries(20, 1); tries > 0; tries -= 1) {
    await row.attempt(`${tries} left`, async () => {
      let noticedMs = 0;
      await withResult(async (scene) => {
        const { one, task, server, folder, simulator } = scene;
        const release = server.hold(500_000);
        const other = await startOtherWindow(folder, simulator.endpoint, simulator.identities.full, task.id);
        await one.until(task.id, isIn("downloading"));
        assert.equal(await one.downloads.startUnlessElsewhere(task.id), undefined, "it lives");
        await other.kill();
        release();
        // The window's timers run twenty times as fast.
        noticedMs = await until(
          "its end is noticed",
          () => one.ledger.get(task.id)?.state.kind === "succeeded",
        );
        const file = await one.downloads.start(task.id);
        assert.equal(file.sha256, server.sha256);
        assert.deepEqual(await readResults(scene), [".pcap", ".json"]);
        const from = Number(/^bytes=(\d+)-$/u.exec(server.ranges[1] ?? "")?.[1]);
        assert.ok(from > 0 && from < server.sizeBytes, `went on from ${from}`);
        assert.equal(server.ranges.length, 2);
        assert.equal(server.calls.get("CreateInstanceOpsTask"), 1);
      });
      return noticedMs;
    });
  }
  row.end("ms until it was noticed");
});

it("D7: a window ends what another one fetches, and takes its task off the list", async () => {
  const row = createCountedRow("D7", "cancelled, forgotten or deleted by another window");
  for (let tries = toTries(20, 2); tries > 0; tries -= 1) {
    await row.attempt(`${tries} left`, async () => {
      let endedMs = 0;
      await withResult(async (scene) => {
        const { one, open, task, server } = scene;
        const other = await open();
        const release = server.hold(300_000);
        const fetched = one.downloads.start(task.id).catch((error: unknown) => error);
        await other.until(task.id, isIn("downloading"));
        const beginMs = performance.now();
        await other.downloads.cancel(task.id);
        endedMs = performance.now() - beginMs;
        assert.ok((await fetched) instanceof Error);
        const { state } = await one.until(task.id, isIn("succeeded"));
        assert.equal(state.kind === "succeeded" && state.problem?.code, "cancelled");
        if (tries % 2 === 0) {
          await other.downloads.deleteFiles(task);
          await other.ledger.forget(task.id, Date.now());
          assert.deepEqual(await readResults(scene), []);
          release();
          await until("the other has heard of it", () => one.ledger.get(task.id) === undefined);
          await assert.rejects(one.downloads.start(task.id), DownloadError);
          assert.deepEqual(await readResults(scene), []);
        } else {
          release();
          const { path } = await other.downloads.start(task.id);
          await rm(path);
          await other.ledger.advance(task.id, { kind: "fileGone" });
          await one.until(
            task.id,
            ({ state: now }) => now.kind === "succeeded" && now.problem?.code === "fileGone",
          );
          assert.equal((await one.downloads.start(task.id)).sha256, server.sha256, "it comes again");
        }
      });
      return endedMs;
    });
  }
  row.end("ms until it ended");
});
