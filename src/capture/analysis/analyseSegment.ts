import {
  ackTimeAt,
  baseAt,
  duplicateAcksAt,
  handshakeAt,
  isBaseKnownAt,
  isWindowPlainAt,
  lastAckAt,
  lastMarksAt,
  nextSequenceAt,
  nextTimeAt,
  seenUpToAt,
  stateWords,
  statesAt,
  synTimeAt,
  windowAt,
  windowShiftAt,
} from "./conversationRow.ts";
import type { ConversationRows } from "./createConversationRows.ts";
import { packetMarks } from "./packetMarks.ts";
import { ackFlag, finFlag, rstFlag, synFlag, type TcpSegment } from "./tcpSegment.ts";

/** Without a handshake, what comes this soon after the newest data was overtaken and not sent again. */
const outOfOrderNanoseconds = 3_000_000;
const fastRetransmissionNanoseconds = 20_000_000;

/** In place of a count of duplicate ACKs: as many as a fast retransmission needs, and the next is the first again. */
const ackedUnseen = 0x7fff_ffff;

/**
 * The `packetMarks` of a segment of the conversation whose row is selected, `direction` 0 from a; the row learns from
 * it. `isReused` for the first of a conversation on the ports of an earlier one. The rules are those of Wireshark's User's Guide, "TCP Analysis"; where it leaves something open, what tshark 4.0
 * does was measured. Sequence numbers compare modulo 2^32; a state of 0 means that it is not known, as in tshark.
 */
export function analyseSegment(
  { words, numbers: times, wordAt, numberAt: timesAt }: ConversationRows,
  direction: number,
  segment: TcpSegment,
  isReused: boolean,
): number {
  const own = wordAt + statesAt + direction * stateWords;
  const other = wordAt + statesAt + (1 - direction) * stateWords;
  const { sequence, acknowledgment, flags, window, payloadBytes, nanoseconds } = segment;

  let marks = learnBases(words, own, other, segment);
  if (isReused) marks |= packetMarks.reusedPorts;

  const nextSequence = words[own + nextSequenceAt] ?? 0;
  const lastAck = words[own + lastAckAt] ?? 0;
  const otherLastAck = words[other + lastAckAt] ?? 0;
  const isPlain = (flags & (synFlag | finFlag | rstFlag)) === 0;
  const isEmpty = payloadBytes === 0;
  const isNext = sequence === nextSequence;

  let isProbe = false;
  if (payloadBytes === 1 && isNext && words[other + windowAt] === 0) {
    isProbe = true;
    marks |= packetMarks.zeroWindowProbe;
  } else {
    if (window === 0 && isPlain) marks |= packetMarks.zeroWindow;
    if (nextSequence !== 0 && ((sequence - nextSequence) | 0) > 0 && (flags & rstFlag) === 0) {
      marks |= packetMarks.lostSegment;
    }
    if (isPlain) marks |= judgePlain(words, own, other, segment);
  }
  if (acknowledgment !== lastAck) words[own + duplicateAcksAt] = 0;

  const otherSeenUpTo = words[other + seenUpToAt] ?? 0;
  const otherNext = words[other + nextSequenceAt] ?? 0;
  if (otherSeenUpTo !== 0 && (flags & ackFlag) !== 0 && ((acknowledgment - otherSeenUpTo) | 0) > 0) {
    const hasGap = ((otherNext - otherSeenUpTo) | 0) > 0;
    if (hasGap || words[other + duplicateAcksAt] === 0) marks |= packetMarks.ackLostSegment;
    // What was sent behind a gap counts as seen from here on; without a gap, one mark is enough.
    if (!hasGap) words[other + duplicateAcksAt] = ackedUnseen;
    words[other + seenUpToAt] = otherNext;
  }

  if ((!isEmpty || (flags & (synFlag | finFlag)) !== 0) && (marks & packetMarks.keepAlive) === 0) {
    const isOld =
      nextSequence !== 0 &&
      ((sequence - nextSequence) | 0) < 0 &&
      // Behind a probe of a zero window, its byte is sent again with what follows.
      !(payloadBytes > 1 && ((nextSequence - 1) | 0) === sequence);
    const end = (sequence + payloadBytes) | 0;
    // SYN and FIN count as one more (RFC 9293, section 3.4).
    const wholeEnd = (end + ((flags & (synFlag | finFlag)) === 0 ? 0 : 1)) | 0;
    if (!isEmpty && otherLastAck !== 0 && ((end - otherLastAck) | 0) <= 0) {
      marks |= packetMarks.retransmission | packetMarks.spuriousRetransmission;
    } else if (isOld) {
      const sinceAck = nanoseconds - (times[timesAt + ackTimeAt + (1 - direction)] ?? NaN);
      const sinceNext = nanoseconds - (times[timesAt + nextTimeAt + direction] ?? NaN);
      const handshake = times[timesAt + handshakeAt] ?? NaN;
      const limit = handshake === 0 || Number.isNaN(handshake) ? outOfOrderNanoseconds : handshake;
      if (
        (words[other + duplicateAcksAt] ?? 0) >= 2 &&
        otherLastAck === sequence &&
        isWithin(sinceAck, fastRetransmissionNanoseconds)
      ) {
        marks |= packetMarks.retransmission | packetMarks.fastRetransmission;
      } else if (isWithin(sinceNext, limit) && wholeEnd !== nextSequence) {
        marks |= packetMarks.outOfOrder;
      } else {
        marks |= packetMarks.retransmission;
      }
    }
  }

  let end = (sequence + payloadBytes) | 0;
  if ((flags & (synFlag | finFlag)) !== 0) end = (end + 1) | 0;
  const known = words[own + nextSequenceAt] ?? 0;
  if (!isProbe && (known === 0 || ((end - known) | 0) > 0)) {
    words[own + nextSequenceAt] = end;
    times[timesAt + nextTimeAt + direction] = nanoseconds;
  }
  const seenUpTo = words[own + seenUpToAt] ?? 0;
  if (!isProbe && (seenUpTo === 0 || sequence === seenUpTo)) {
    words[own + seenUpToAt] = words[own + nextSequenceAt] ?? 0;
  }
  words[own + windowAt] = window;
  if ((flags & synFlag) !== 0) words[own + isWindowPlainAt] = 1;
  else if ((flags & ackFlag) !== 0) words[own + isWindowPlainAt] = 0;
  words[own + lastAckAt] = acknowledgment;
  times[timesAt + ackTimeAt + direction] = nanoseconds;
  words[own + lastMarksAt] = marks;
  learnHandshake(times, timesAt, segment);
  return marks;
}

/** Whether a segment opens another conversation on ports that the selected row's used: a SYN that begins elsewhere. */
export function isOtherConversation(
  { words, wordAt }: ConversationRows,
  direction: number,
  segment: TcpSegment,
): boolean {
  if ((segment.flags & (synFlag | ackFlag)) !== synFlag) return false;
  const own = wordAt + statesAt + direction * stateWords;
  return words[own + isBaseKnownAt] === 1 && words[own + baseAt] !== segment.sequence;
}

/** Learns where sequence numbers begin and how windows are scaled. */
function learnBases(words: Int32Array, own: number, other: number, segment: TcpSegment): number {
  const { sequence, acknowledgment, flags } = segment;
  let marks = 0;
  if ((flags & synFlag) !== 0) {
    if ((flags & ackFlag) !== 0 && words[own + isBaseKnownAt] === 1 && words[own + baseAt] !== sequence) {
      marks = packetMarks.reusedPorts;
      words[own + isBaseKnownAt] = 0;
    }
    learnWindowScale(words, own, other, segment);
    // A SYN again: what came behind a gap is waited for as if it had not come.
    if ((flags & ackFlag) === 0) words[own + nextSequenceAt] = words[own + seenUpToAt] ?? 0;
  }
  if (words[own + isBaseKnownAt] === 0) {
    words[own + isBaseKnownAt] = 1;
    words[own + baseAt] = (flags & synFlag) === 0 ? sequence - 1 : sequence;
  }
  if (words[other + isBaseKnownAt] === 0 && (flags & ackFlag) !== 0) {
    words[other + isBaseKnownAt] = 1;
    words[other + baseAt] = acknowledgment - 1;
  }
  return marks;
}

/** Scaling needs both ends (RFC 7323, section 2.2); a later SYN without the option takes nothing back. */
function learnWindowScale(words: Int32Array, own: number, other: number, segment: TcpSegment): void {
  const { windowShift, flags } = segment;
  if (windowShift >= 0) words[own + windowShiftAt] = windowShift;
  else if (words[own + windowShiftAt] === -1) {
    words[own + windowShiftAt] = -2;
    words[other + windowShiftAt] = -2;
  }
  if ((flags & ackFlag) !== 0 && words[other + windowShiftAt] === -2) words[own + windowShiftAt] = -2;
}

/** The handshake lasts from the newest SYN to the first ACK that is no SYN. */
function learnHandshake(times: Float64Array, at: number, { flags, nanoseconds }: TcpSegment): void {
  const handshake = times[at + handshakeAt] ?? NaN;
  if (handshake !== 0 && !Number.isNaN(handshake)) return;
  if ((flags & (synFlag | ackFlag)) === synFlag) times[at + synTimeAt] = nanoseconds;
  else if ((flags & (synFlag | ackFlag)) === ackFlag) {
    times[at + handshakeAt] = nanoseconds - (times[at + synTimeAt] ?? NaN);
  }
}

/** The marks of a segment that is no SYN, FIN or RST and no probe of a zero window. */
function judgePlain(words: Int32Array, own: number, other: number, segment: TcpSegment): number {
  const { sequence, acknowledgment, window, payloadBytes } = segment;
  const nextSequence = words[own + nextSequenceAt] ?? 0;
  const lastAck = words[own + lastAckAt] ?? 0;
  let marks = 0;
  if (payloadBytes <= 1 && sequence === ((nextSequence - 1) | 0)) marks |= packetMarks.keepAlive;
  if (payloadBytes > 0) {
    return isWindowFilled(words, other, segment) ? marks | packetMarks.windowFull : marks;
  }
  if (sequence !== nextSequence) return marks;
  const otherMarks = words[other + lastMarksAt] ?? 0;
  const isSameWindow = window === words[own + windowAt];
  const isSameAck = acknowledgment === lastAck;
  if (!isSameWindow) return window !== 0 && isSameAck ? marks | packetMarks.windowUpdate : marks;
  if (window === 0) {
    const isProbed = (otherMarks & packetMarks.zeroWindowProbe) !== 0;
    return isProbed && isSameAck ? marks | packetMarks.zeroWindowProbeAck : marks;
  }
  if (!isSameAck) return marks;
  if ((otherMarks & packetMarks.keepAlive) !== 0) return marks | packetMarks.keepAliveAck;
  const duplicates = words[own + duplicateAcksAt] ?? 0;
  words[own + duplicateAcksAt] = duplicates === ackedUnseen ? 1 : duplicates + 1;
  return marks | packetMarks.duplicateAck;
}

function isWindowFilled(words: Int32Array, other: number, { sequence, payloadBytes }: TcpSegment): boolean {
  const shift = words[other + windowShiftAt] ?? -1;
  if (shift === -1) return false;
  const isScaled = shift > 0 && words[other + isWindowPlainAt] === 0;
  const room = (words[other + windowAt] ?? 0) << (isScaled ? shift : 0);
  return ((sequence + payloadBytes) | 0) === (((words[other + lastAckAt] ?? 0) + room) | 0);
}

/** tshark compares times without a sign: where packets lie out of order, less than nothing is more than everything. */
function isWithin(nanoseconds: number, limitNanoseconds: number): boolean {
  if (nanoseconds < 0 === limitNanoseconds < 0) return nanoseconds < limitNanoseconds;
  return limitNanoseconds < 0;
}
