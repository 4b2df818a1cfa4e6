import {
  answerAt,
  askedTimeAt,
  bytesAt,
  countsAt,
  countWords,
  duplicateAcksOf,
  firstTimeAt,
  flagsOf,
  lastTimeAt,
  packetsOf,
  resetsOf,
  retransmissionsOf,
  zeroWindowsOf,
} from "./conversationRow.ts";
import type { ConversationRows } from "./createConversationRows.ts";
import type { ObservedPacket } from "./captureAnalysis.ts";
import { packetMarks } from "./packetMarks.ts";
import { rstFlag } from "./tcpSegment.ts";

const counted = packetMarks.retransmission | packetMarks.duplicateAck | packetMarks.zeroWindow;

/** Counts a packet in the selected row; `payloadBytes` are those that ask or answer, `tcpFlags` 0 where it is not TCP. */
export function countPacket(
  { words, numbers, wordAt, numberAt }: ConversationRows,
  packet: ObservedPacket,
  tcpFlags: number,
  payloadBytes: number,
): void {
  const direction = packet.isFromA ? 0 : 1;
  const { marks, relativeNanoseconds } = packet;
  const at = wordAt + countsAt + direction * countWords;
  words[at + packetsOf] = (words[at + packetsOf] ?? 0) + 1;
  words[at + flagsOf] = (words[at + flagsOf] ?? 0) | tcpFlags;
  if ((tcpFlags & rstFlag) !== 0) words[at + resetsOf] = (words[at + resetsOf] ?? 0) + 1;
  if ((marks & counted) !== 0) {
    if ((marks & packetMarks.retransmission) !== 0) {
      words[at + retransmissionsOf] = (words[at + retransmissionsOf] ?? 0) + 1;
    }
    if ((marks & packetMarks.duplicateAck) !== 0) {
      words[at + duplicateAcksOf] = (words[at + duplicateAcksOf] ?? 0) + 1;
    }
    if ((marks & packetMarks.zeroWindow) !== 0) {
      words[at + zeroWindowsOf] = (words[at + zeroWindowsOf] ?? 0) + 1;
    }
  }
  const bytes = numberAt + bytesAt + direction;
  numbers[bytes] = (numbers[bytes] ?? 0) + packet.wireBytes;
  if (Number.isNaN(relativeNanoseconds)) return;
  // NaN compares false, so that the first time is taken.
  if (!((numbers[numberAt + firstTimeAt] ?? NaN) <= relativeNanoseconds)) {
    numbers[numberAt + firstTimeAt] = relativeNanoseconds;
  }
  if (!((numbers[numberAt + lastTimeAt] ?? NaN) >= relativeNanoseconds)) {
    numbers[numberAt + lastTimeAt] = relativeNanoseconds;
  }
  if (payloadBytes === 0) return;
  const asked = numbers[numberAt + askedTimeAt] ?? NaN;
  if (direction === 0) {
    if (Number.isNaN(asked)) numbers[numberAt + askedTimeAt] = relativeNanoseconds;
  } else if (!Number.isNaN(asked) && Number.isNaN(numbers[numberAt + answerAt] ?? NaN)) {
    numbers[numberAt + answerAt] = Math.max(0, relativeNanoseconds - asked);
  }
}
