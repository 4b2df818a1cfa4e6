/** How a pcap file is written; `snaplenBytes` is both the header's word and the cut of every packet. */
export type PcapWriterOptions = {
  /** A LINKTYPE number of tcpdump.org; 1 is Ethernet. */
  readonly linkType: number;
  readonly snaplenBytes: number;
  readonly resolution: "microseconds" | "nanoseconds";
};

/** A moment since 1970 UTC. */
export type PcapTime = { readonly seconds: number; readonly nanoseconds: number };

/** Makes the pieces of one pcap file; the caller puts them in a row. */
export type PcapWriter = {
  readonly header: Uint8Array;
  /** One packet with its record header, cut to the snaplen. */
  buildRecord(time: PcapTime, packet: Uint8Array): Uint8Array;
};

/** Writes little-endian pcap 2.4 (draft-ietf-opsawg-pcap). */
export function createPcapWriter(options: PcapWriterOptions): PcapWriter {
  const nanoseconds = options.resolution === "nanoseconds";
  const header = new Uint8Array(24);
  const view = new DataView(header.buffer);
  view.setUint32(0, nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, 4, true);
  view.setUint32(16, options.snaplenBytes, true);
  view.setUint32(20, options.linkType, true);
  return {
    header,
    buildRecord: (time, packet) => {
      const kept = packet.subarray(0, options.snaplenBytes);
      const record = new Uint8Array(16 + kept.length);
      const fields = new DataView(record.buffer);
      fields.setUint32(0, time.seconds, true);
      fields.setUint32(4, nanoseconds ? time.nanoseconds : Math.floor(time.nanoseconds / 1000), true);
      fields.setUint32(8, kept.length, true);
      fields.setUint32(12, packet.length, true);
      record.set(kept, 16);
      return record;
    },
  };
}
