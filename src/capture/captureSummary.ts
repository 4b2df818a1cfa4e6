/**
 * `truncated`: the file ends within a packet or block. `badLength`: a length that cannot be. `badInterface`: a packet
 * of an interface that no block describes. `tooManyInterfaces`: more than anyone has. `badGzip`: the compression
 * is broken or cut off.
 */
export type DamageReason = "truncated" | "badLength" | "badInterface" | "tooManyInterfaces" | "badGzip";

/** Where reading had to end: the offset of the record or block that could not be read, in the uncompressed bytes. */
export type Damage = { readonly offset: number; readonly reason: DamageReason };

/** What stands in a capture file, up to its damage when it has one. */
export type CaptureSummary = {
  readonly kind: "capture";
  readonly format: "pcap" | "pcapng";
  readonly compressed: boolean;
  /** Of the file as it lies there, compressed or not. */
  readonly sizeBytes: number;
  readonly packets: number;
  /** The packets' bytes that were kept, without headers of the file format. */
  readonly capturedBytes: number;
  /** tcpdump.org's LINKTYPE names without the prefix, such as ETHERNET, in order of appearance; a bare number for others. */
  readonly linkTypes: readonly string[];
  /** The earliest packet's time, ISO 8601 UTC with nine decimals; null when no packet has one or no calendar does. */
  readonly firstTime: string | null;
  /** The latest packet's time, likewise. */
  readonly lastTime: string | null;
  readonly damage: Damage | null;
};
