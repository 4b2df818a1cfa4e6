import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs"; // prettier-ignore
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { PacketRow } from "../../../src/capture/session/packetRow.ts";
import { createCaptureServer } from "../../../src/host/captures/worker/captureServer.ts";
import type { FromWorker } from "../../../src/host/captures/worker/workerMessages.ts";
import { writeGeneratedCapture } from "../../captures/writeGeneratedCapture.ts";
import { createServerBed, type ServerBed } from "../../unit/host/captures/worker/serverBed.ts";
import { createFaultRow } from "../faultRow.ts";
import { toTries } from "../tries.ts";
import { findWhole, splitFixture, type KnownCapture, type PartEnd } from "./knownCapture.ts";

/** Several times what is read at once, so that a change meets the middle of reading. */
const fileBytes = 3 << 20;
const passes = 4;
let folder = "";
let capture: KnownCapture;

before(() => {
  folder = mkdtempSync(path.join(tmpdir(), "eci-changing-"));
  const file = path.join(folder, "whole.pcap");
  writeGeneratedCapture(file, fileBytes);
  capture = splitFixture("a generated capture", new Uint8Array(readFileSync(file)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** What is done to the file at `file`, of which `cut` is a place within. */
type Change = {
  readonly name: string;
  readonly act: (file: string, cut: number) => void;
  /** What can still be read where the whole file was read before. */
  readonly left: (cut: number) => "all" | "unknown" | PartEnd;
  /** Whether a copy of the packets can be made then. */
  readonly isWritable: boolean;
};

function changePackets(): Uint8Array {
  const parts = capture.parts.map(({ bytes, packetStart, packetBytes }) =>
    packetBytes === undefined ? bytes : bytes.map((byte, at) => (at < packetStart ? byte : byte ^ 1)),
  );
  return Buffer.concat(parts);
}

const changes: readonly Change[] = [
  {
    name: "grows by whole records",
    act: (file) => appendFileSync(file, capture.bytes.subarray(24)),
    left: () => "all",
    isWritable: true,
  },
  {
    name: "grows by half a record",
    act: (file) => appendFileSync(file, capture.bytes.subarray(24, 35)),
    left: () => "all",
    isWritable: true,
  },
  {
    name: "shrinks",
    act: (file, cut) => truncateSync(file, cut),
    left: (cut) => findWhole(capture, cut)!,
    isWritable: false,
  },
  {
    name: "is replaced by another one under its name",
    act: (file) => {
      writeFileSync(`${file}.new`, capture.bytes.subarray(0, 5_000));
      renameSync(`${file}.new`, file);
    },
    left: () => "all",
    isWritable: true,
  },
  { name: "goes", act: (file) => rmSync(file), left: () => "all", isWritable: true },
  {
    name: "is written anew with other bytes",
    act: (file, cut) =>
      writeFileSync(
        file,
        capture.bytes.map((byte, at) => (at < cut ? byte : byte ^ 0x5a)),
      ),
    left: () => "unknown",
    isWritable: false,
  },
  {
    // Every record is where it was: only the file's own time tells.
    name: "has other bytes in its packets",
    act: (file) => writeFileSync(file, changePackets()),
    left: () => "unknown",
    isWritable: false,
  },
];

/** What was asked for; fails where it failed for no reason that has a name. */
async function ask(bed: ServerBed, ...request: Parameters<ServerBed["ask"]>): Promise<FromWorker> {
  const answer = await bed.ask(...request);
  if (answer.type === "failed") assert.notEqual(answer.failure.kind, "unknown", JSON.stringify(answer));
  return answer;
}

async function readRows(bed: ServerBed, from: number, list = 1): Promise<readonly PacketRow[]> {
  const answer = await ask(bed, { type: "rows", from, count: 20 }, list);
  assert.equal(answer.type, "done");
  return (answer as unknown as { readonly value: { readonly rows: readonly PacketRow[] } }).value.rows;
}

const countLost = ({ told }: ServerBed) => told.filter(({ type }) => type === "lost").length;

async function checkAfterReading(bed: ServerBed, change: Change, file: string, cut: number): Promise<void> {
  const { packets } = capture.ends.at(-1)!;
  assert.deepEqual(await bed.whenRead().then((end) => end.type === "progress" && end.packets), packets);
  const from = findWhole(capture, cut)!.packets - 10;
  const rows = await readRows(bed, from);
  assert.equal(rows.length, 20);
  change.act(file, cut);
  const left = change.left(cut);
  // What another list reads is read from the file again.
  const now = await readRows(bed, from, 2);
  if (left === "all") assert.deepEqual(now, rows);
  else if (left !== "unknown") {
    assert.deepEqual(now.slice(0, 10), rows.slice(0, 10));
    assert.deepEqual(
      now.slice(10).filter(({ info, source }) => info !== "" || source !== ""),
      [],
    );
    assert.equal(countLost(bed), 1, "that packets are gone is said");
    const lost = await ask(bed, { type: "packet", number: left.packets + 1 });
    assert.deepEqual(lost.type === "failed" && lost.failure, { kind: "session", code: "fileChanged" });
    assert.equal((await ask(bed, { type: "packet", number: left.packets })).type, "done");
    assert.equal(countLost(bed), 1, "and it is said once");
  }
  if (left === "all") assert.equal(countLost(bed), 0);
}

async function checkWhileReading(bed: ServerBed, change: Change, file: string, cut: number): Promise<void> {
  while (!bed.told.some(({ type }) => type === "progress")) await new Promise((done) => setImmediate(done));
  change.act(file, cut);
  const end = await bed.whenRead();
  assert.ok(end.type === "progress" && end.overview);
  const { damage, packets } = end.overview;
  const whole = capture.ends.at(-1)!;
  if (change.name === "shrinks") assert.ok(packets <= whole.packets && packets > 0);
  else if (change.left(cut) === "all") assert.ok(packets >= whole.packets);
  if (damage !== null && change.left(cut) !== "unknown") {
    assert.equal(damage.reason, "truncated");
    const records = new Set([...capture.ends.map(({ offset }) => offset), whole.offset]);
    assert.ok(records.has(damage.offset), `damage at ${damage.offset}, which is no record's beginning`);
  }
  await readRows(bed, Math.max(0, packets - 20));
}

/** Everything else that a page may ask for then. */
async function askTheRest(bed: ServerBed, target: string): Promise<FromWorker> {
  await ask(bed, { type: "stream", conversation: 0, from: 0, count: 10 });
  await ask(bed, { type: "conversations", order: "a", isDescending: false, from: 0, count: 10 });
  await ask(bed, { type: "filter", expression: 'tcp contains "HTTP" or frame.number == 7' }, 2);
  await ask(bed, { type: "place", number: 12 }, 2);
  return ask(bed, { type: "write", path: target, format: "pcapng", isShare: false });
}

async function changeWhileOpen(number: number): Promise<void> {
  const change = changes[number % changes.length]!;
  // Each change is made after the whole was read, and then each while it is being read.
  const isRead = Math.floor(number / changes.length) % 2 === 0;
  const cut = 100_000 + Math.floor(((capture.bytes.length - 200_000) * number) / 30);
  const [file, target] = ["pcap", "written"].map((end) => path.join(folder, `${number}.${end}`)) as [string, string]; // prettier-ignore
  writeFileSync(file, capture.bytes);
  const bed: ServerBed = createServerBed((message) => server.take(message));
  const server = createCaptureServer(bed.hear);
  try {
    for (const list of [1, 2]) server.take({ type: "addList", list });
    server.take({ type: "open", file: { path: file } });
    await (isRead ? checkAfterReading : checkWhileReading)(bed, change, file, cut);
    const written = await askTheRest(bed, target);
    assert.equal(existsSync(target), written.type === "done", "a copy is whole or not there");
    if (isRead) {
      assert.equal(written.type, change.isWritable ? "done" : "failed", JSON.stringify(written));
      if (written.type === "failed")
        assert.deepEqual(written.failure, { kind: "export", code: "fileChanged" });
    }
  } finally {
    await server.close();
    rmSync(file, { force: true });
    rmSync(target, { force: true });
  }
}

describe("F4: a file that changes while it is open", () => {
  it("is shown as far as it is there, and what is not is said", async () => {
    const row = createFaultRow("F4", "grows, shrinks, replaced, gone, overwritten");
    for (let number = 0; number < toTries(30, 2 * changes.length); number += 1) {
      const { name } = changes[number % changes.length]!;
      const act = () => changeWhileOpen(number);
      await row.attempt({ name: `number ${number}, ${name}`, bytes: capture.bytes, passes, act });
    }
    row.end();
  });
});
