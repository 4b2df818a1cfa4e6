import assert from "node:assert/strict";
import { CaptureError } from "../../../src/capture/captureError.ts";
import { ExportError } from "../../../src/capture/export/exportError.ts";
import { readCaptureSummary } from "../../../src/capture/readCaptureSummary.ts";
import { readCaptureReport } from "../../../src/capture/session/readCaptureReport.ts";
import { SessionError } from "../../../src/capture/session/sessionError.ts";
import { conversationOrders } from "../../../src/protocol/captureView.ts";
import type { Random } from "../../../src/simulator/synthetic/random.ts";
import { toMemorySource } from "../../unit/capture/memorySource.ts";
import { checked, openSession, type SessionBed } from "../../unit/capture/session/sessionBed.ts";

/** How often a session's check goes over the bytes of its file, at most. */
export const sessionPasses = 9;
/** A packet that crosses pieces is put together; the shipped pieces are longer than most of these files. */
const pieceLengths = [1 << 20, 4_096, 333] as const;

const filters = [
  "tcp.flags.syn == 1 or udp",
  "frame.number >= 2 and not tcp.len > 0",
  'frame contains "a"',
  'http.host matches "e" or dns.qry.name contains "e" or tls.handshake.type == 1',
  "ip.addr == 10.0.0.0/8 or ipv6 or arp or vlan.id > 1",
  "tcp.analysis.flags or icmp.type == 3 or frame.time_relative > 0.5",
] as const;

/** Errors that a session documents for what a file may hold. */
function isTyped(error: unknown, ...codes: readonly string[]): boolean {
  const isOurs =
    error instanceof SessionError || error instanceof ExportError || error instanceof CaptureError;
  return isOurs && codes.includes(error.code);
}

/** Opens a file as the editor does, and asserts that everything is answered, of the packets that were counted. */
export async function checkSession(
  bytes: Uint8Array,
  plain: Uint8Array,
  packets: number | undefined,
  random: Random,
): Promise<void> {
  const bed = await openOrRefuse(bytes, plain, packets, random.pick(pieceLengths));
  if (bed === undefined) return;
  try {
    const last = bed.progress.at(-1);
    assert.ok(last?.isDone && last.overview);
    assert.equal(last.packets, packets);
    assert.equal(last.overview.packets, packets);
    await checkPackets(bed, last.packets, random);
    await checkConversations(bed, last.overview.conversations, random);
    const filter = random.pick(filters);
    const { matched } = await bed.whenMatched(bed.list.setFilter(filter));
    const report = await readCaptureReport(toMemorySource(bytes), { filter });
    assert.deepEqual(report.filter, { expression: filter, packets: matched });
    const { rows } = await checked("rows", bed.list.rows(0, 500));
    assert.equal(rows.length, Math.min(500, matched));
    await checkExport(bed, "pcapng", random.integer(0, 1) === 1, matched);
    await checkExport(bed, "pcap", random.integer(0, 1) === 1, matched);
    assert.equal(bed.lost, 0, "a packet that was read is not found again");
  } finally {
    bed.list.dispose();
    bed.session.dispose();
  }
}

async function openOrRefuse(
  bytes: Uint8Array,
  plain: Uint8Array,
  packets: number | undefined,
  pieceBytes: number,
): Promise<SessionBed | undefined> {
  try {
    const bed = await openSession(bytes, toMemorySource(plain), pieceBytes);
    await bed.read();
    assert.notEqual(packets, undefined, "a session takes what a report refuses");
    return bed;
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    assert.equal(packets, undefined, "a session refuses what a report takes");
    return undefined;
  }
}

async function checkPackets(bed: SessionBed, packets: number, random: Random): Promise<void> {
  const from = random.integer(0, Math.max(0, packets - 1));
  const { rows } = await checked("rows", bed.list.rows(from, 500));
  assert.deepEqual(
    rows.map(({ number }) => number),
    Array.from({ length: Math.min(500, packets - from) }, (_, index) => from + index + 1),
  );
  for (const row of rows.filter((_, index) => index < 3 || index === rows.length - 1)) {
    const packet = await checked("packet", bed.session.packet(row.number));
    assert.equal(packet.wireBytes, row.wireBytes);
    assert.ok(packet.layers.length <= 16);
  }
  await assert.rejects(bed.session.packet(packets + 1), (error) => isTyped(error, "noSuchPacket"));
}

async function checkConversations(bed: SessionBed, count: number, random: Random): Promise<void> {
  const order = random.pick(conversationOrders);
  const range = { order, isDescending: random.integer(0, 1) === 1, from: 0, count: 500 };
  const answer = await checked("conversations", bed.session.conversations.read(range));
  assert.equal(answer.total, count);
  for (const { id, protocol } of answer.conversations.slice(0, 3)) {
    const stream = bed.session.streams.read(id, 0, 500);
    if (protocol === "tcp" || protocol === "udp") await checked("stream", stream);
    else await assert.rejects(stream, (error) => isTyped(error, "noStream"));
  }
  await assert.rejects(bed.session.streams.read(count, 0, 1), (error) =>
    isTyped(error, "noSuchConversation"),
  );
}

/** What is written is a whole file of the same packets; pcap alone may be refused, for what it cannot say. */
async function checkExport(
  bed: SessionBed,
  format: "pcap" | "pcapng",
  isShare: boolean,
  packets: number,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  let written: number;
  try {
    written = await bed.session.write({ list: bed.list, format, isShare }, (chunk) => {
      chunks.push(chunk);
    });
  } catch (error) {
    if (format === "pcap" && isTyped(error, "severalLinkTypes", "timeOutOfRange")) return;
    throw error;
  }
  assert.equal(written, packets);
  const file = new Uint8Array(Buffer.concat(chunks));
  const summary = await readCaptureSummary(toMemorySource(file));
  assert.deepEqual([summary.packets, summary.damage], [packets, null], `what is written as ${format}`);
}
