/** A part of what two ends sent one another: bytes of one packet, or a place where bytes are missing. */
export type StreamPiece = {
  readonly from: "a" | "b";
  /** The packet that brought the bytes; for a gap the packet behind it. */
  readonly number: number;
  /** That packet's time; NaN where the file gives none. */
  readonly relativeNanoseconds: number;
  /** Empty for a gap. */
  readonly bytes: Uint8Array;
  /** How many bytes are missing here; 0 for bytes that are there. */
  readonly gapBytes: number;
};

/** A packet of the conversation that is followed. */
export type StreamPacket = {
  readonly number: number;
  readonly relativeNanoseconds: number;
  readonly isFromA: boolean;
  /** TCP's sequence number and flags as in the packet; 0 for UDP. */
  readonly sequence: number;
  readonly flags: number;
  /**
   * TCP's acknowledgment number. With it a gap stands where the receiver has shown that it got the missing bytes;
   * without it, behind all else that came meanwhile.
   */
  readonly acknowledgment?: number | undefined;
  /** What was captured of the payload; it is copied. */
  readonly payload: Uint8Array;
  /** The payload's length on the wire: what the snaplen cut away is a gap. */
  readonly payloadWireBytes: number;
};
