import { defaultSnaplenBytes, maxFileSizeBytes, type TcpdumpOptions } from "./options.ts";

/** The largest file that a capture can leave, in bytes, and what holds it there. */
export type SizeEstimate = {
  readonly bytes: number;
  readonly boundBy: "fileSize" | "packets" | "serviceLimit";
};

/** File header and header of each packet in a pcap file (draft-ietf-opsawg-pcap). */
const fileHeaderBytes = 24;
const packetHeaderBytes = 16;

/**
 * The upper bound of the capture's size as a pcap file. A packet counts with its whole snaplen and not with the MTU,
 * because segmentation offload hands tcpdump frames far above it; a time limit alone bounds nothing.
 */
export function estimateLargestFile(options: TcpdumpOptions): SizeEstimate {
  const bounds: SizeEstimate[] = [{ bytes: maxFileSizeBytes, boundBy: "serviceLimit" }];
  const { fileSizeBytes, packetCount, snaplenBytes = defaultSnaplenBytes } = options;
  if (fileSizeBytes !== undefined) bounds.push({ bytes: fileSizeBytes, boundBy: "fileSize" });
  if (packetCount !== undefined) {
    const bytes = fileHeaderBytes + packetCount * (packetHeaderBytes + snaplenBytes);
    bounds.push({ bytes, boundBy: "packets" });
  }
  return bounds.reduce((least, bound) => (bound.bytes <= least.bytes ? bound : least));
}
