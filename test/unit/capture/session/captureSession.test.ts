import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { CaptureError } from "../../../../src/capture/captureError.ts";
import { FilterError } from "../../../../src/capture/filter/filterError.ts";
import { readCaptureSummary } from "../../../../src/capture/readCaptureSummary.ts";
import { SessionError } from "../../../../src/capture/session/sessionError.ts";
import { conversationOrders } from "../../../../src/protocol/captureView.ts";
import { toMemorySource } from "../memorySource.ts";
import { checked, openSession } from "./sessionBed.ts";

const folder = path.join(import.meta.dirname, "../../../fixtures/captures");
const names = ["ethernet.pcap", "cooked.pcap", "nanoseconds.pcap", "dumpcap.pcapng", "merged.pcapng"];
const readFixture = (name: string) => new Uint8Array(readFileSync(path.join(folder, name)));
const ethernet = readFixture("ethernet.pcap");

const isClosed = (error: unknown) => error instanceof SessionError && error.code === "closed";

describe("a capture session", () => {
  for (const name of names) {
    it(`answers everything of ${name} as the contract says`, async () => {
      const { session, list, read, progress, whenMatched } = await openSession(readFixture(name));
      await read();
      const last = progress.at(-1);
      assert.ok(last?.isDone);
      const { packets } = await readCaptureSummary(toMemorySource(readFixture(name)));
      assert.equal(last.packets, packets);
      assert.equal(last.overview?.packets, packets);
      const { rows } = await checked("rows", list.rows(0, 500));
      assert.deepEqual(
        rows.map(({ number }) => number),
        Array.from({ length: packets }, (_, index) => index + 1),
      );
      for (const row of rows) {
        const packet = await checked("packet", session.packet(row.number));
        assert.equal(packet.wireBytes, row.wireBytes);
        assert.equal(packet.conversation, row.conversation);
      }
      for (const order of conversationOrders) {
        const range = { order, isDescending: true, from: 0, count: 500 };
        const { conversations, total } = await checked("conversations", session.conversations.read(range));
        assert.equal(total, last.overview.conversations);
        assert.equal(new Set(conversations.map(({ id }) => id)).size, total);
        for (const { id, protocol } of conversations) {
          const stream = session.streams.read(id, 0, 500);
          if (protocol === "tcp" || protocol === "udp") await checked("stream", stream);
          else await assert.rejects(stream, SessionError);
        }
      }
      const filterId = list.setFilter("frame.number >= 3");
      assert.equal((await whenMatched(filterId)).matched, Math.max(0, packets - 2));
    });
  }

  it("gives the rows of the beginning while the rest is still being read", async () => {
    const { session, list, read, progress } = await openSession(ethernet, undefined, 1_000);
    const reading = read();
    while (progress.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [first] = progress;
    assert.ok(first && !first.isDone);
    const seen = first.packets;
    assert.ok(seen > 0 && seen < 40, `${seen} packets`);
    const { rows } = await checked("rows", list.rows(0, 500));
    assert.ok(rows.length >= seen && rows.length < 40);
    assert.equal((await checked("packet", session.packet(1))).number, 1);
    const range = { order: "bytes", isDescending: true, from: 0, count: 5 } as const;
    await checked("conversations", session.conversations.read(range));
    await reading;
    assert.equal((await list.rows(0, 500)).rows.length, 40);
  });

  it("filters: rows, deltas and places are those of the packets that are let through", async () => {
    const { list, read, whenMatched } = await openSession(ethernet);
    await read();
    const all = (await list.rows(0, 500)).rows;
    const filterId = list.setFilter("tcp.flags.syn == 1");
    const { matched } = await whenMatched(filterId);
    const answer = await checked("rows", list.rows(0, 500));
    assert.equal(answer.filterId, filterId);
    assert.equal(answer.rows.length, matched);
    assert.ok(matched > 1 && matched < all.length);
    assert.ok(answer.rows.every(({ info }) => info.includes("SYN")));
    assert.deepEqual(
      answer.rows.map(({ number }) => number),
      all.filter(({ info }) => /\[SYN/.test(info)).map(({ number }) => number),
    );
    answer.rows.forEach((row, index) => {
      const before = answer.rows[index - 1];
      const expected = before ? (row.relativeNanoseconds ?? 0) - (before.relativeNanoseconds ?? 0) : null;
      assert.equal(row.deltaNanoseconds, expected);
    });
    const numbers = answer.rows.map(({ number }) => number);
    for (let number = 1; number <= all.length; number += 1) {
      const next = numbers.findIndex((other) => other >= number);
      assert.equal(await list.place(number), next < 0 ? null : next);
    }
    assert.throws(() => list.setFilter("tcp.port =="), FilterError);
    assert.equal((await list.rows(0, 500)).filterId, filterId, "a wrong filter leaves the one before");
    const cleared = list.setFilter("  ");
    assert.deepEqual((await list.rows(0, 500)).rows, all);
    assert.ok(cleared > filterId);
  });

  it("ends a filter for the next one, also while the file is being read", async () => {
    const { list, read, whenMatched, matched } = await openSession(ethernet, undefined, 500);
    const first = list.setFilter("ip");
    const reading = read();
    const second = list.setFilter('tcp contains "HTTP"');
    const third = list.setFilter("udp");
    await reading;
    const done = await whenMatched(third);
    assert.ok(done.matched < 40);
    assert.equal((await list.rows(0, 500)).rows.length, done.matched);
    assert.deepEqual(
      matched.filter(({ filterId }) => filterId === first || filterId === second),
      [],
      "an ended filter says nothing",
    );
  });

  it("reads nothing any more for a filter that was ended", async () => {
    let reads = 0;
    const whole = toMemorySource(ethernet);
    const source = {
      sizeBytes: whole.sizeBytes,
      read: (at: number, length: number) => {
        reads += 1;
        return whole.read(at, length);
      },
    };
    const { list, read, whenMatched } = await openSession(ethernet, source, 100);
    await read();
    list.setFilter('tcp contains "nowhere"');
    while (reads < 5) await new Promise((resolve) => setImmediate(resolve));
    await whenMatched(list.setFilter("frame.number == 1"));
    const atEnd = reads;
    for (let tries = 0; tries < 20; tries += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.ok(reads <= atEnd + 1 && reads < ethernet.length / 100 / 2, `${reads} reads`);
  });

  it("takes no packet of another length for the one that was there", async () => {
    const changed = ethernet.slice();
    const view = new DataView(changed.buffer);
    // The original length of the first record: the fourth word of its header.
    view.setUint32(24 + 12, view.getUint32(24 + 12, true) + 1, true);
    const bed = await openSession(ethernet, toMemorySource(changed));
    await bed.read();
    const { rows } = await checked("rows", bed.list.rows(0, 2));
    assert.deepEqual([rows[0]?.info, rows[0]?.protocol, rows[0]?.wireBytes], ["", "TCP", 74]);
    assert.match(rows[1]?.info ?? "", /SYN, ACK/);
    assert.equal(bed.lost, 1);
  });

  it("writes the packets of the list", async () => {
    const { session, list, read, whenMatched } = await openSession(ethernet);
    const reading = read();
    const filterId = list.setFilter("tcp.flags.syn == 1");
    const chunks: Uint8Array[] = [];
    const written = await session.write({ list, format: "pcapng", isShare: false }, (bytes) => {
      chunks.push(bytes);
    });
    await reading;
    assert.equal(written, (await whenMatched(filterId)).matched);
    const summary = await readCaptureSummary(toMemorySource(new Uint8Array(Buffer.concat(chunks))));
    assert.equal(summary.packets, written);
  });

  it("ends writing when it is told so", async () => {
    const { session, list, read } = await openSession(ethernet);
    await read();
    const abort = new AbortController();
    const writing = session.write(
      { list, format: "pcap", isShare: true, signal: abort.signal },
      () => undefined,
    );
    abort.abort();
    await assert.rejects(writing, { name: "AbortError" });
  });

  it("reads gzip, and says that it is", async () => {
    const bed = await openSession(gzipSync(ethernet), toMemorySource(ethernet));
    await bed.read();
    assert.equal(bed.progress.at(-1)?.overview?.compressed, true);
    assert.equal((await bed.list.rows(0, 500)).rows.length, 40);
  });

  it("rejects what is no capture, and tells who waits for it the reason", async () => {
    const { list, read, session, whenMatched } = await openSession(
      new TextEncoder().encode("<?xml version='1.0'?>"),
    );
    const filterId = list.setFilter("tcp");
    await assert.rejects(read(), CaptureError);
    assert.equal((await whenMatched(filterId)).matched, 0);
    await assert.rejects(list.packets(), CaptureError);
    await assert.rejects(session.packet(1), SessionError);
    assert.deepEqual((await list.rows(0, 10)).rows, []);
  });

  it("ends when it is disposed in the middle, with everything that waits", async () => {
    const { session, list, read, progress } = await openSession(ethernet, undefined, 400);
    const reading = read();
    while (progress.length === 0) await new Promise((resolve) => setImmediate(resolve));
    list.setFilter("tcp");
    const waiting = [reading, list.place(40), list.packets(), session.streams.read(0, 0, 10)];
    const ends = Promise.allSettled(waiting);
    session.dispose();
    list.dispose();
    for (const end of await ends) assert.ok(end.status === "rejected" && isClosed(end.reason), end.status);
    assert.equal(progress.at(-1)?.isDone, false);
  });

  it("shows what it knows of packets that are not there any more (F4)", async () => {
    for (let tries = 0; tries < 30; tries += 1) {
      let bytes = ethernet.slice();
      const source = {
        sizeBytes: bytes.length,
        read: (at: number, length: number) => bytes.slice(at, at + length),
      };
      const bed = await openSession(ethernet, source);
      await bed.read();
      const before = (await bed.list.rows(0, 500)).rows;
      const cut = 24 + Math.floor(((ethernet.length - 24) * tries) / 30);
      if (tries % 3 === 0) bytes = ethernet.slice(0, cut);
      else if (tries % 3 === 1) bytes = readFixture("merged.pcapng");
      else bytes = new Uint8Array([...ethernet.subarray(0, cut), ...new Uint8Array(5_000).fill(tries)]);
      // The window that was read last holds the file as it was.
      const list = bed.session.createList({ nextFilterId: () => 7, tellMatched: () => undefined });
      const { rows } = await checked("rows", list.rows(0, 500));
      assert.equal(rows.length, 40);
      const lost = rows.filter((row, index) => row.info !== before[index]?.info);
      assert.ok(lost.length > 0 || tries % 3 === 2, `nothing is missing in try ${tries}`);
      const isBlank = rows.some(({ info }) => info === "");
      assert.ok(isBlank || tries % 3 === 2, "bytes that only differ are the host's to see");
      assert.equal(bed.lost, isBlank ? 1 : 0, "what is missing is told once");
      for (const row of rows) {
        await checked("packet", bed.session.packet(row.number)).catch((error: unknown) => {
          assert.ok(error instanceof SessionError && error.code === "fileChanged", String(error));
        });
      }
      await checked("stream", bed.session.streams.read(0, 0, 500)).catch((error: unknown) => {
        assert.ok(error instanceof SessionError && error.code === "fileChanged", String(error));
      });
      bed.session.dispose();
    }
  });
});
