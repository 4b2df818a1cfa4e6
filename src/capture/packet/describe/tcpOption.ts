import type { HeaderOption } from "./readOptions.ts";

/** TCP option kinds (IANA, TCP Option Kind Numbers) that are told apart. */
export const tcpOptionKinds = {
  end: 0,
  noOperation: 1,
  maximumSegmentSize: 2,
  windowScale: 3,
  sackPermitted: 4,
  sack: 5,
  timestamps: 8,
} as const;

/** Whether the option has the length that its kind's values need (RFC 9293, RFC 7323, RFC 2018). */
export function isWellFormed({ kind, lengthBytes, isBroken }: HeaderOption): boolean {
  if (isBroken) return false;
  switch (kind) {
    case tcpOptionKinds.maximumSegmentSize:
      return lengthBytes === 4;
    case tcpOptionKinds.windowScale:
      return lengthBytes === 3;
    case tcpOptionKinds.sackPermitted:
      return lengthBytes === 2;
    case tcpOptionKinds.sack:
      return lengthBytes >= 10 && lengthBytes % 8 === 2;
    case tcpOptionKinds.timestamps:
      return lengthBytes === 10;
    default:
      return true;
  }
}

/** What a window is multiplied with; RFC 7323 section 2.3 takes shifts over 14 as 14. */
export function toWindowMultiplier(shift: number): number {
  return 2 ** Math.min(shift, 14);
}

/** A sequence number counted from that one, modulo 2^32; the number itself where there is none. */
export function toRelativeSequence(sequence: number, base: number | undefined): number {
  return base === undefined ? sequence : (sequence - base) >>> 0;
}
