import { createPcapWriter } from "../pcapWriter.ts";
import type { GatheringSink } from "./byteSink.ts";
import { ExportError } from "./exportError.ts";
import type { OutgoingPacket } from "./outgoingPacket.ts";

/** What a pcap file says of all its packets. */
export type PcapHead = {
  readonly linkType: number;
  readonly snaplenBytes: number;
  readonly resolution: "microseconds" | "nanoseconds";
};

/**
 * Begins a little-endian pcap file (draft-ietf-opsawg-pcap) and gives what adds a packet to it. The format has a time
 * for each: a packet without one gets the time of the packet before it.
 */
export function createPcapOutput(sink: GatheringSink, head: PcapHead): (packet: OutgoingPacket) => void {
  const { header } = createPcapWriter(head);
  toBytes(sink.reserve(header.length)).set(header);
  const ticks = head.resolution === "nanoseconds" ? 1 : 1000;
  let seconds = 0;
  let nanoseconds = 0;
  return (packet) => {
    if (!Number.isNaN(packet.seconds)) {
      ({ seconds, nanoseconds } = packet);
      if (seconds < 0 || seconds > 0xffff_ffff) throw new ExportError("timeOutOfRange");
    }
    const view = sink.reserve(16 + packet.bytes.length);
    view.setUint32(0, seconds, true);
    view.setUint32(4, Math.floor(nanoseconds / ticks), true);
    view.setUint32(8, packet.bytes.length, true);
    view.setUint32(12, packet.wireBytes, true);
    toBytes(view).set(packet.bytes, 16);
  };
}

function toBytes(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
