/** What the analysis needs of a TCP segment; one object is refilled. Sequence numbers are signed 32-bit numbers here. */
export type TcpSegment = {
  sequence: number;
  acknowledgment: number;
  /** The twelve bits of RFC 9293's header, reserved ones included. */
  flags: number;
  /** As in the header, not scaled. */
  window: number;
  payloadBytes: number;
  /** The shift that a SYN offers; -1 for none. */
  windowShift: number;
  /** Relative to the first packet. Packets without a time all have the same one, before every other. */
  nanoseconds: number;
};

/** The control bits of TCP (RFC 9293, section 3.1) that the analysis looks at. */
export const finFlag = 1;
export const synFlag = 2;
export const rstFlag = 4;
export const ackFlag = 16;
