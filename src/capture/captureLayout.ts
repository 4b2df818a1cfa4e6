import type { CaptureClock } from "./captureClock.ts";
import type { CaptureInterface } from "./packetRecord.ts";

/** An interface with what its packets' times are made of. */
export type LayoutInterface = CaptureInterface & { readonly clock: CaptureClock };

/** A part of a file with interfaces of its own; a pcap file is one section. */
export type CaptureSection = {
  /** Where it begins in the uncompressed file. */
  readonly offset: number;
  readonly littleEndian: boolean;
  /** The number of its first interface, counted over all sections. */
  readonly firstInterface: number;
  readonly interfaces: readonly LayoutInterface[];
};

/** What is needed to read any record of a file again by its offset; plain data, which grows while the file is read. */
export type CaptureLayout = {
  readonly format: "pcap" | "pcapng";
  /** In the order of the file; without those that have no interface. */
  readonly sections: readonly CaptureSection[];
};

/** More interfaces than anyone has; so many of a file are kept. */
export const maxInterfaces = 65_536;

/** The largest record or packet block that is taken, and so the most that is kept of a file at once. */
export const maxRecordBytes = 1 << 24;
