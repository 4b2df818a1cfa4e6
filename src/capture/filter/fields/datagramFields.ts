import type { FilterField } from "../filterField.ts";
import { createEither, createLayerNumber } from "./layerNumbers.ts";
import { createStreamNumber } from "./streamNumber.ts";

const source = createLayerNumber("udp.srcport", "udp", { offset: 0, sizeBytes: 2 });
const destination = createLayerNumber("udp.dstport", "udp", { offset: 2, sizeBytes: 2 });

/** UDP (RFC 768), ICMP (RFC 792), ICMPv6 (RFC 4443) and VXLAN (RFC 7348). */
export const datagramFields: readonly FilterField[] = [
  createEither("udp.port", source, destination),
  source,
  destination,
  createLayerNumber("udp.length", "udp", { offset: 4, sizeBytes: 2 }),
  createStreamNumber("udp.stream", "udp"),
  createLayerNumber("icmp.type", "icmp", { offset: 0, sizeBytes: 1 }),
  createLayerNumber("icmp.code", "icmp", { offset: 1, sizeBytes: 1 }),
  createLayerNumber("icmpv6.type", "icmpv6", { offset: 0, sizeBytes: 1 }),
  createLayerNumber("icmpv6.code", "icmpv6", { offset: 1, sizeBytes: 1 }),
  createLayerNumber("vxlan.vni", "vxlan", { offset: 4, sizeBytes: 4, mask: 0xffff_ff00 }),
];
