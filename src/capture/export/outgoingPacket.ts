/** A packet as it is to be written. */
export type OutgoingPacket = {
  readonly bytes: Uint8Array;
  readonly wireBytes: number;
  /** NaN for none. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Counted over all sections of the file that it comes from. */
  readonly interfaceNumber: number;
};
