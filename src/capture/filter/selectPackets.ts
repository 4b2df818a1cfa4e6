import type { CaptureAnalysis } from "../analysis/captureAnalysis.ts";
import { createDissection, dissect } from "../packet/dissect.ts";
import { protocolCodes } from "../packet/protocol.ts";
import type { NextPiece } from "../pieces.ts";
import { createPacketRecord, createRecordReader } from "../recordReader.ts";
import { compileFilter, type PacketTest } from "./compileFilter.ts";
import { createDirections, type Directions } from "./createDirections.ts";
import type { FilterInput } from "./filterField.ts";
import type { FilterNode } from "./filterNode.ts";
import { hasField, readsPackets } from "./hasField.ts";
import { createSelection, type Selection } from "./selection.ts";

export type SelectionOptions = {
  /** Ends the pass before its next piece. */
  readonly signal?: AbortSignal | undefined;
  /** Hears of the numbers that are new since the last time, in order, after each piece that has some. */
  readonly onSelected?: ((numbers: Uint32Array) => void) | undefined;
};

/**
 * Finds the packets that a filter lets through, as growing numbers from 1, among those that are in the analysis when
 * it is called: who wants all of a file waits for its analysis first. Reads the file's uncompressed bytes, from its
 * beginning, only where `readsPackets`; what the index answers takes well below a second, and no piece. Rejects with
 * the signal's reason and with what `nextPiece` rejects with.
 */
export async function selectPackets(
  filter: FilterNode,
  analysis: Pick<CaptureAnalysis, "packets" | "conversations">,
  nextPiece: NextPiece,
  { signal, onSelected }: SelectionOptions = {},
): Promise<Uint32Array> {
  signal?.throwIfAborted();
  const selection = createSelection(onSelected);
  const test = compileFilter(filter);
  const input = createInput();
  if (readsPackets(filter)) await readPackets(filter, test, analysis, nextPiece, input, selection, signal);
  else askIndex(test, analysis, input, selection);
  return selection.finish();
}

async function readPackets(
  filter: FilterNode,
  test: PacketTest,
  { packets, conversations }: Pick<CaptureAnalysis, "packets" | "conversations">,
  nextPiece: NextPiece,
  input: FilterInput,
  selection: Selection,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { count } = packets;
  const usesIndex = hasField(filter, ({ source }) => source !== "packet");
  const isRelative = hasField(filter, ({ source }) => source === "bases");
  const directions = isRelative ? createDirections(conversations.count) : undefined;
  const reader = createRecordReader((record) => {
    if (input.number >= count) return;
    input.number += 1;
    input.record = record;
    dissect(record, input.dissection);
    if (usesIndex) readIndex({ packets, conversations }, input, directions);
    if (test(input)) selection.add(input.number);
  });
  while (input.number < count && !reader.isDone) {
    const piece = await nextPiece();
    signal?.throwIfAborted();
    if (piece === undefined) return;
    reader.push(piece);
    selection.report();
  }
}

function askIndex(
  test: PacketTest,
  analysis: Pick<CaptureAnalysis, "packets" | "conversations">,
  input: FilterInput,
  selection: Selection,
): void {
  const { packets, conversations } = analysis;
  const { dissection, record } = input;
  // What the index knows of a packet's layers: the protocol of its conversation.
  dissection.transport = 0;
  for (let packet = 0; packet < packets.count; packet += 1) {
    input.number = packet + 1;
    record.wireBytes = packets.wireBytesOf(packet);
    const conversation = packets.conversationOf(packet);
    const protocol = conversation < 0 ? "data" : conversations.protocolOf(conversation);
    dissection.protocols[0] = protocolCodes[protocol];
    readIndex(analysis, input, undefined);
    if (test(input)) selection.add(input.number);
  }
}

function readIndex(
  { packets, conversations }: Pick<CaptureAnalysis, "packets" | "conversations">,
  input: FilterInput,
  directions: Directions | undefined,
): void {
  const packet = input.number - 1;
  const conversation = packets.conversationOf(packet);
  input.relativeNanoseconds = packets.relativeNanosecondsOf(packet);
  input.marks = packets.marksOf(packet);
  input.stream = conversation < 0 ? -1 : conversations.streamOf(conversation);
  if (directions === undefined || conversation < 0) return;
  const isFromA = directions(input.dissection, conversation);
  input.baseSequence = conversations.baseSequenceOf(conversation, isFromA);
  input.baseAcknowledgment = conversations.baseSequenceOf(conversation, !isFromA);
}

function createInput(): FilterInput {
  return {
    number: 0,
    record: createPacketRecord(),
    dissection: createDissection(),
    relativeNanoseconds: Number.NaN,
    stream: -1,
    marks: 0,
    baseSequence: undefined,
    baseAcknowledgment: undefined,
  };
}
