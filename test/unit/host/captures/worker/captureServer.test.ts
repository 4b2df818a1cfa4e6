import assert from "node:assert/strict";
import { copyFile, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import {
  createCaptureServer,
  type CaptureServer,
} from "../../../../../src/host/captures/worker/captureServer.ts";
import type { WorkerFile } from "../../../../../src/host/captures/worker/workerMessages.ts";
import { createServerBed, type ServerBed } from "./serverBed.ts";

const fixtures = path.join(import.meta.dirname, "../../../../fixtures/captures");
const ethernet = path.join(fixtures, "ethernet.pcap");
let folder = "";

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "eci-server-"));
});
after(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A server with one list and, where there is one, a file; closed afterwards. */
async function withServer(
  file: WorkerFile | undefined,
  run: (bed: ServerBed, server: CaptureServer) => Promise<void>,
): Promise<void> {
  const bed: ServerBed = createServerBed((message) => server.take(message));
  const server = createCaptureServer(bed.hear);
  server.take({ type: "addList", list: 1 });
  if (file) server.take({ type: "open", file });
  try {
    await run(bed, server);
  } finally {
    await server.close();
  }
}

const spools = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("eci-ops-capture-"));

describe("a capture's worker", () => {
  it("reads a file and answers about it, before the end of it too", () =>
    withServer({ path: ethernet }, async ({ ask, whenRead, told }) => {
      const early = await ask({ type: "rows", from: 0, count: 10 });
      assert.equal(early.type, "done");
      const end = await whenRead();
      assert.ok(end.type === "progress" && end.packets === 40 && end.readBytes === end.sizeBytes);
      assert.deepEqual(
        told.filter(({ type }) => type === "lost" || type === "refused"),
        [],
      );
    }));

  it("says why a file cannot be read", async () => {
    const xml = path.join(folder, "refused.pcap");
    await writeFile(xml, '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>');
    const empty = path.join(folder, "empty.pcap");
    await writeFile(empty, "");
    const expected: readonly (readonly [string, object])[] = [
      [xml, { kind: "capture", code: "unknownFormat", format: "xml" }],
      [empty, { kind: "capture", code: "empty", format: "unknown" }],
      [path.join(folder, "none.pcap"), { kind: "system", code: "ENOENT" }],
      [folder, { kind: "system", code: "EISDIR" }],
    ];
    for (const [file, failure] of expected) {
      await withServer({ path: file }, async ({ whenRead, ask }) => {
        const end = await whenRead();
        assert.deepEqual(end, { type: "refused", failure });
        assert.notEqual((await ask({ type: "packet", number: 1 })).type, "done");
      });
    }
  });

  it("keeps what was compressed in a file without a name", async () => {
    const before = await spools();
    const file = path.join(folder, "ethernet.pcap.gz");
    await writeFile(file, gzipSync(await readFile(ethernet)));
    await withServer({ path: file }, async ({ ask, whenRead }) => {
      const end = await whenRead();
      assert.ok(end.type === "progress" && end.packets === 40);
      assert.ok(end.readBytes <= end.sizeBytes && end.readBytes > 0);
      const rows = await ask({ type: "rows", from: 30, count: 10 });
      assert.ok(rows.type === "done" && JSON.stringify(rows.value).includes('"number":40'));
      assert.deepEqual(await spools(), before);
    });
    assert.deepEqual(await spools(), before);
  });

  it("gives each list its own filter, and a new file none", () =>
    withServer({ path: ethernet }, async ({ ask, whenRead, told }, server) => {
      server.take({ type: "addList", list: 2 });
      await whenRead();
      await ask({ type: "filter", expression: "frame.number == 7" }, 2);
      while (!told.some((message) => message.type === "matched" && message.isDone))
        await new Promise(setImmediate);
      const countRows = async (list: number) => {
        const answer = await ask({ type: "rows", from: 0, count: 500 }, list);
        assert.ok(answer.type === "done");
        return (answer.value as { rows: unknown[] }).rows.length;
      };
      assert.deepEqual([await countRows(1), await countRows(2)], [40, 1]);
      assert.ok(told.every((message) => message.type !== "matched" || message.list === 2));
      told.length = 0;
      server.take({
        type: "open",
        file: { bytes: new Uint8Array(await readFile(path.join(fixtures, "merged.pcapng"))) },
      });
      const end = await whenRead();
      assert.ok(end.type === "progress");
      assert.deepEqual([await countRows(1), await countRows(2)], [end.packets, end.packets]);
      server.take({ type: "removeList", list: 2 });
      assert.equal((await ask({ type: "rows", from: 0, count: 1 }, 2)).type, "failed");
    }));

  it("writes a new file and never a half one", () =>
    withServer({ path: ethernet }, async ({ ask, nextId, whenRead }, server) => {
      await whenRead();
      const target = path.join(folder, "export.pcapng");
      const write = (file: string) => ask({ type: "write", path: file, format: "pcapng", isShare: false });
      assert.deepEqual(await write(target), { type: "done", id: nextId() - 1, value: 40 });
      const again = await write(target);
      assert.deepEqual(again.type === "failed" && again.failure, { kind: "system", code: "EEXIST" });
      assert.ok((await readFile(target)).length > 0, "what is there stays");
      const cancelled = path.join(folder, "cancelled.pcapng");
      const id = nextId();
      const writing = write(cancelled);
      server.take({ type: "cancel", id });
      // A write that has not begun yet is cancelled as soon as it does.
      setImmediate(() => server.take({ type: "cancel", id }));
      const answer = await writing;
      if (answer.type === "failed") {
        assert.deepEqual(answer.failure, { kind: "cancelled" });
        await assert.rejects(readFile(cancelled), { code: "ENOENT" });
      } else assert.equal(answer.value, 40);
      const nowhere = await write(path.join(folder, "none", "x.pcap"));
      assert.deepEqual(nowhere.type === "failed" && nowhere.failure, { kind: "system", code: "ENOENT" });
    }));

  it("survives that the file grows, shrinks, is replaced or goes while it is open (F4)", async () => {
    const whole = await readFile(ethernet);
    for (let tries = 0; tries < 30; tries += 1) {
      const file = path.join(folder, `changing-${tries}.pcap`);
      await copyFile(ethernet, file);
      const changes = [
        () => truncate(file, Math.floor((whole.length * tries) / 30)),
        () => writeFile(file, Buffer.concat([whole, whole.subarray(24)])),
        () => copyFile(path.join(fixtures, "merged.pcapng"), file),
        () =>
          copyFile(path.join(fixtures, "cooked.pcap"), `${file}.new`).then(() => rename(`${file}.new`, file)),
        () => rm(file),
      ];
      await withServer({ path: file }, async ({ ask, whenRead }, server) => {
        if (tries % 2 === 0) await whenRead();
        await changes[tries % changes.length]?.();
        const requests = [
          { type: "rows", from: 0, count: 500 },
          { type: "packet", number: 39 },
          { type: "stream", conversation: 0, from: 0, count: 10 },
          { type: "filter", expression: 'tcp contains "HTTP"' },
          { type: "place", number: 12 },
          { type: "conversations", order: "a", isDescending: false, from: 0, count: 10 },
        ] as const;
        for (const answer of await Promise.all(requests.map((request) => ask(request)))) {
          if (answer.type === "failed") assert.match(answer.failure.kind, /^(session|capture|system)$/);
        }
        await whenRead();
        const target = path.join(folder, `written-${tries}.pcapng`);
        const written = await ask({
          type: "write",
          path: target,
          format: "pcapng",
          isShare: tries % 2 === 0,
        });
        if (written.type === "failed") await assert.rejects(readFile(target), { code: "ENOENT" });
        server.take({ type: "open", file: { path: file } });
        await ask({ type: "rows", from: 0, count: 500 });
      });
    }
  });
});
