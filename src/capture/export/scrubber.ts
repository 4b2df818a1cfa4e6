import { createDissection, dissect } from "../packet/dissect.ts";
import { protocolCodes } from "../packet/protocol.ts";
import type { PacketRecord } from "../packetRecord.ts";
import { createAddressMap } from "./addressMap.ts";
import { renewChecksums } from "./renewChecksums.ts";
import { scrubArp, scrubCooked, scrubEthernet } from "./scrubLink.ts";
import { scrubIcmp, scrubIcmpv6 } from "./scrubIcmp.ts";
import { scrubIpv4, scrubIpv6 } from "./scrubNetwork.ts";
import { scrubGre, scrubTcp, scrubVxlan } from "./scrubTransport.ts";
import type { ScrubbedLayer } from "./scrubbedLayer.ts";

/** Makes packets fit for strangers; remembers the addresses it replaced from packet to packet. */
export type Scrubber = {
  /**
   * A copy of the packet's first bytes: headers with other addresses, and nothing behind them. Never throws. Meant to
   * be written with the packet's own length on the wire, as one that was cut by a snaplen.
   */
  scrub(record: PacketRecord): Uint8Array;
};

/**
 * Replaces addresses as `AddressMap` says: in Ethernet, cooked, ARP, IPv4, IPv6, ICMP and neighbor discovery headers,
 * through VLAN tags, VXLAN, GRE and IP in IP, and in what ICMP errors quote. The packet is cut behind the last header
 * that is understood: what TCP, UDP and ICMP carry is gone, so are trailers, unknown protocols and options that are
 * no header's shape. IP, TCP and header options other than those that count and time become padding. Checksums are
 * computed anew over what is kept, as if zeros followed: they are right where nothing was cut, and tell nothing.
 */
export function createScrubber(): Scrubber {
  const addresses = createAddressMap();
  const dissection = createDissection();
  return {
    scrub: (record) => {
      dissect(record, dissection);
      const { start, end, layerCount } = dissection;
      const bytes = dissection.bytes.slice(start, end);
      const layer: ScrubbedLayer = {
        bytes,
        view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        addresses,
        linkType: record.linkType,
        start: 0,
        payload: 0,
        end: 0,
      };
      let keptBytes = 0;
      let scrubbedLayers = 0;
      for (let index = 0; index < layerCount; index += 1) {
        layer.start = (dissection.starts[index] ?? 0) - start;
        layer.payload = (dissection.payloads[index] ?? 0) - start;
        layer.end = (dissection.ends[index] ?? 0) - start;
        const scrub = scrubbers.get(dissection.protocols[index] ?? 0);
        if (scrub === undefined) break;
        keptBytes = scrub(layer);
        scrubbedLayers = index + 1;
        if (keptBytes !== layer.payload) break;
      }
      renewChecksums(dissection, bytes.subarray(0, keptBytes), scrubbedLayers);
      // A copy again, since a part of a buffer carries the whole with it.
      return bytes.slice(0, keptBytes);
    },
  };
}

/** How each header is scrubbed: in place; returns how far the packet is kept, at most to where it stops being understood. */
const scrubbers = new Map<number, (layer: ScrubbedLayer) => number>([
  [protocolCodes.eth, scrubEthernet],
  [protocolCodes.sll, scrubCooked],
  [protocolCodes.null, keepHeader],
  [protocolCodes.raw, keepHeader],
  [protocolCodes.vlan, keepHeader],
  [protocolCodes.ieee8021ad, keepHeader],
  [protocolCodes.arp, scrubArp],
  [protocolCodes.ip, scrubIpv4],
  [protocolCodes.ipv6, scrubIpv6],
  [protocolCodes.tcp, scrubTcp],
  [protocolCodes.udp, keepHeader],
  [protocolCodes.icmp, scrubIcmp],
  [protocolCodes.icmpv6, scrubIcmpv6],
  [protocolCodes.vxlan, scrubVxlan],
  [protocolCodes.gre, scrubGre],
]);

function keepHeader(layer: ScrubbedLayer): number {
  return layer.payload;
}
