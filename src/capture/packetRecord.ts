/** One packet as it lies in a file. One object is refilled for every packet of a pass: who keeps something of it copies it. */
export type PacketRecord = {
  /** Where the record (pcap) or block (pcapng) begins in the uncompressed file. */
  offset: number;
  /** The packet's captured bytes are `bytes[start]` to `bytes[end - 1]`; valid until the next packet. */
  bytes: Uint8Array;
  start: number;
  end: number;
  /** The packet's length on the wire, at least what was captured. */
  wireBytes: number;
  /** Whole seconds since 1970 UTC; NaN where the file gives no time (simple packet blocks). */
  seconds: number;
  /** 0 to 999,999,999. */
  nanoseconds: number;
  /** A LINKTYPE number of tcpdump.org. */
  linkType: number;
  /** Counted over all sections of the file, from 0. */
  interfaceNumber: number;
};

/** One interface that a file describes; a pcap file has exactly one. */
export type CaptureInterface = {
  readonly linkType: number;
  /** 0 when packets are kept whole. */
  readonly snaplenBytes: number;
  /** if_name of pcapng: text of somebody else. */
  readonly name: string | undefined;
};
