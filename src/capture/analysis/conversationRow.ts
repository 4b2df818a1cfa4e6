import { keyWords } from "./pairKey.ts";

/**
 * What is kept of a conversation, in words and numbers of one row. The words: the key of its pair of ends and the
 * key's hash; which end is `a` (1 when it is the first end of the key), and its stream; 1 where the pair has a newer
 * conversation; then the counts of each direction, 0 from a and 1 back; then the TCP state of each direction.
 */
export const kindAt = 0;
export const portsAt = 1;
/** The first word of the first end's address, then of the second's; behind both the others of IPv6, three of each. */
export const firstAddressAt = 2;
export const moreAddressAt = 4;
export const hashAt = keyWords;
export const isFirstAAt = keyWords + 1;
export const streamAt = keyWords + 2;
export const hasNewerAt = keyWords + 3;

export const countsAt = keyWords + 4;
export const countWords = 6;
export const packetsOf = 0;
export const flagsOf = 1;
export const retransmissionsOf = 2;
export const duplicateAcksOf = 3;
export const zeroWindowsOf = 4;
export const resetsOf = 5;

export const statesAt = countsAt + 2 * countWords;
export const stateWords = 10;
export const nextSequenceAt = 0;
/** Up to where everything was seen. */
export const seenUpToAt = 1;
export const lastAckAt = 2;
/** -1 before the first. */
export const windowAt = 3;
/** -1 where no SYN was seen, -2 where none is used. */
export const windowShiftAt = 4;
export const lastMarksAt = 5;
/** In a row; `ackedUnseen` when the other side acknowledged since what was not seen. */
export const duplicateAcksAt = 6;
export const baseAt = 7;
export const isBaseKnownAt = 8;
/** 1 when the newest window is one of a SYN, which is never scaled (RFC 7323, section 2.2). */
export const isWindowPlainAt = 9;

export const rowWords = statesAt + 2 * stateWords;

/**
 * The numbers: bytes of each direction; times of the first and the last packet, of a's first bytes, and the answer's
 * delay; when each direction's next sequence grew and its last acknowledgment came, and SYN and handshake. Times are
 * NaN where they are not known.
 */
export const bytesAt = 0;
export const firstTimeAt = 2;
export const lastTimeAt = 3;
export const askedTimeAt = 4;
export const answerAt = 5;
export const nextTimeAt = 6;
export const ackTimeAt = 8;
export const synTimeAt = 10;
export const handshakeAt = 11;
export const rowNumbers = 12;
