/** What a whole capture knows of a packet, and the packet alone does not. */
export type PacketContext = {
  /** From 1, as Wireshark counts frames. */
  readonly number: number;
  /** `packetMarks` of the index. */
  readonly marks: number;
  /** tcp.stream or udp.stream; undefined for packets of neither. */
  readonly stream: number | undefined;
  /** The absolute sequence number that counts as 0 in this packet's direction; undefined when unknown. */
  readonly baseSequence: number | undefined;
  /** Likewise of the other direction, for acknowledgment numbers. */
  readonly baseAcknowledgment: number | undefined;
};
