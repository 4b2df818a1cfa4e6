import { packetMarks } from "../analysis/packetMarks.ts";
import type { PacketIndex } from "../analysis/packetIndex.ts";
import { toOneLine } from "../oneLine.ts";
import type { Dissection } from "../packet/dissection.ts";
import { protocolCodes, protocolNames } from "../packet/protocol.ts";
import { toPacketLine } from "../packet/toPacketLine.ts";
import type { ReadPacket } from "./packetReader.ts";
import { toKnownNumber } from "./toKnownNumber.ts";

/** How a row is painted: what the TCP analysis says of the packet, and that it is a reset. */
export type RowTone = "plain" | "note" | "warning" | "error";

/** One packet in a list. */
export type PacketRow = {
  /** From 1. */
  number: number;
  /** After the capture's first packet; null where the file gives no time. */
  relativeNanoseconds: number | null;
  /** After the row before it; null for the first, and without times. */
  deltaNanoseconds: number | null;
  source: string;
  destination: string;
  protocol: string;
  wireBytes: number;
  info: string;
  tone: RowTone;
  conversation: number | null;
};

/** The longest text that is given out, in UTF-16 units. */
export const maxTextLength = 1_000;

const noteMarks =
  packetMarks.duplicateAck |
  packetMarks.keepAlive |
  packetMarks.keepAliveAck |
  packetMarks.windowUpdate |
  packetMarks.zeroWindowProbe |
  packetMarks.zeroWindowProbeAck |
  packetMarks.reusedPorts;
const warningMarks =
  packetMarks.retransmission |
  packetMarks.fastRetransmission |
  packetMarks.spuriousRetransmission |
  packetMarks.outOfOrder |
  packetMarks.lostSegment |
  packetMarks.ackLostSegment |
  packetMarks.windowFull;
const resetFlag = 4;

/** A row of the packet of that index; without the packet it says what the index alone knows. */
export function toPacketRow(
  packets: PacketIndex,
  packet: number,
  before: number | undefined,
  read: ReadPacket | undefined,
): PacketRow {
  const relative = packets.relativeNanosecondsOf(packet);
  const conversation = packets.conversationOf(packet);
  const marks = packets.marksOf(packet);
  const line = read && toPacketLine(read.dissection, read.context);
  const protocol = protocolNames[packets.protocolOf(packet)] ?? "";
  return {
    number: packet + 1,
    relativeNanoseconds: toKnownNumber(relative),
    deltaNanoseconds:
      before === undefined ? null : toKnownNumber(relative - packets.relativeNanosecondsOf(before)),
    source: toOneLine(line?.source ?? "", maxTextLength),
    destination: toOneLine(line?.destination ?? "", maxTextLength),
    protocol: toOneLine(line?.protocol ?? protocol.toUpperCase(), maxTextLength),
    wireBytes: packets.wireBytesOf(packet),
    info: toOneLine(line?.info ?? "", maxTextLength),
    tone: toTone(marks, read !== undefined && isReset(read.dissection)),
    conversation: conversation < 0 ? null : conversation,
  };
}

function toTone(marks: number, isReset: boolean): RowTone {
  if (isReset || (marks & packetMarks.zeroWindow) !== 0) return "error";
  if ((marks & warningMarks) !== 0) return "warning";
  return (marks & noteMarks) === 0 ? "plain" : "note";
}

function isReset({ transport, protocols, starts, view }: Dissection): boolean {
  if (transport < 0 || protocols[transport] !== protocolCodes.tcp) return false;
  return (view.getUint8((starts[transport] ?? 0) + 13) & resetFlag) !== 0;
}
