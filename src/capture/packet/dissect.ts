import { maxLayers, type Dissection } from "./dissection.ts";
import type { PacketRecord } from "../packetRecord.ts";
import { dissectLinkType } from "./layers/dissectLinkType.ts";

/** An empty dissection, to be filled for packet after packet. */
export function createDissection(): Dissection {
  const bytes = new Uint8Array();
  return {
    bytes,
    view: new DataView(bytes.buffer),
    start: 0,
    end: 0,
    wireBytes: 0,
    layerCount: 0,
    protocols: new Uint8Array(maxLayers),
    starts: new Uint32Array(maxLayers),
    payloads: new Uint32Array(maxLayers),
    ends: new Uint32Array(maxLayers),
    protocolSet: 0,
    network: -1,
    transport: -1,
    application: -1,
    quotedFrom: 0,
    transportPayloadBytes: 0,
    isLaterFragment: false,
    isMalformed: false,
  };
}

/**
 * Finds the layers of a packet; never throws and allocates nothing, but for a view when the record's `bytes` are
 * another object than before. What nobody knows is a `data` layer, so that the layers go to the end of what is said.
 *
 * `network`, `transport` and `application` are layers whose fixed headers are there in full: 20 bytes of IPv4 and
 * TCP, 40 of IPv6, 8 of UDP, 4 of ICMP. Options and extension headers may be cut at the captured bytes. A layer
 * behind `quotedFrom` promises this too, but for TCP: there 8 bytes are enough. An ICMP header counts as 8 bytes:
 * `transportPayloadBytes` is what is behind them.
 *
 * A packet is malformed where a fixed header is cut off (by the snaplen too: then the rest is data), where a version or
 * length contradicts what surrounds it, or where an extension header is cut off. What is quoted is never malformed.
 */
export function dissect(record: PacketRecord, into: Dissection): void {
  const { bytes } = record;
  if (into.bytes !== bytes) {
    into.bytes = bytes;
    into.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  const end = Math.min(record.end, bytes.length);
  into.start = Math.min(record.start, end);
  into.end = end;
  into.wireBytes = Math.max(record.wireBytes, end - into.start);
  into.layerCount = 0;
  into.protocolSet = 0;
  into.network = -1;
  into.transport = -1;
  into.application = -1;
  into.quotedFrom = maxLayers;
  into.transportPayloadBytes = 0;
  into.isLaterFragment = false;
  into.isMalformed = false;
  dissectLinkType(into, record.linkType);
  if (into.quotedFrom > into.layerCount) into.quotedFrom = into.layerCount;
}
