import { createPcapWriter, type PcapWriterOptions } from "../../capture/pcapWriter.ts";
import { buildBytes } from "./bytes.ts";
import { createTraffic, type TrafficOptions } from "./traffic.ts";

/** How the simulator's own captures are written: Ethernet, like tcpdump's. */
export const captureFormat = { linkType: 1, resolution: "microseconds" } satisfies Partial<PcapWriterOptions>;

/** 2026-01-01T00:00:00Z: made-up captures need a moment that does not change. */
const startSeconds = 1_767_225_600;

/** A pcap file of so many packets of made-up traffic, the same bytes for the same options. */
export function buildSyntheticCapture(options: TrafficOptions & { readonly packets: number }): Uint8Array {
  const writer = createPcapWriter({ ...captureFormat, snaplenBytes: 65_535 });
  const traffic = createTraffic(options);
  const records = Array.from({ length: options.packets }, () => {
    const { timeNanoseconds, bytes } = traffic.next().value;
    return writer.buildRecord(toTime(startSeconds, timeNanoseconds), bytes);
  });
  return buildBytes(writer.header, ...records);
}

function toTime(seconds: number, afterNanoseconds: number) {
  return {
    seconds: seconds + Math.floor(afterNanoseconds / 1e9),
    nanoseconds: afterNanoseconds % 1e9,
  };
}
