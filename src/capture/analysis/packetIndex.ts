/** What is kept of every packet: at most 24 bytes. Packets count from 0 here. */
export type PacketIndex = {
  readonly count: number;
  /** What the index occupies in memory. */
  readonly sizeBytes: number;
  /** Where the packet's record begins in the uncompressed file. */
  offsetOf(packet: number): number;
  /** Nanoseconds after the first packet's time, exact within 104 days; NaN where the file gives no time. */
  relativeNanosecondsOf(packet: number): number;
  wireBytesOf(packet: number): number;
  /** The number of its conversation; -1 for none. */
  conversationOf(packet: number): number;
  /** `protocolCodes` of its highest layer that was recognised. */
  protocolOf(packet: number): number;
  /** `packetMarks` */
  marksOf(packet: number): number;
};
