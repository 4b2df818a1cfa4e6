import type { FilterField, FilterInput, NumberField } from "../filterField.ts";
import { createLayerAddress } from "./layerBytes.ts";
import { createEither, createLayerNumber } from "./layerNumbers.ts";

const source = createLayerNumber("ip.src", "ip", { offset: 12, sizeBytes: 4 }, "ipv4");
const destination = createLayerNumber("ip.dst", "ip", { offset: 16, sizeBytes: 4 }, "ipv4");
const length = createLayerNumber("ip.len", "ip", { offset: 2, sizeBytes: 2 });

/** Segmentation offload leaves a length of 0 in what is captured before the network card: then it is what follows. */
const readLength: NumberField["read"] = (input, test) =>
  length.read(input, (value) => test(value === 0 ? toLengthOnWire(input) : value));

function toLengthOnWire({ dissection: { start, wireBytes, network, starts } }: FilterInput): number {
  return start + wireBytes - (starts[network] ?? start);
}

const version = { offset: 0, sizeBytes: 1, mask: 0xf0 } as const;

/** IPv4 (RFC 791) and IPv6 (RFC 8200), of every layer: tunnels and what ICMP errors quote included. */
export const ipFields: readonly FilterField[] = [
  createEither("ip.addr", source, destination),
  source,
  destination,
  createEither(
    "ip.version",
    createLayerNumber("ip.version", "ip", version),
    createLayerNumber("ip.version", "ipv6", version),
  ),
  { ...length, read: readLength },
  createLayerNumber("ip.id", "ip", { offset: 4, sizeBytes: 2 }),
  createLayerNumber("ip.flags.df", "ip", { offset: 6, sizeBytes: 1, mask: 0x40 }, "boolean"),
  createLayerNumber("ip.flags.mf", "ip", { offset: 6, sizeBytes: 1, mask: 0x20 }, "boolean"),
  createLayerNumber("ip.frag_offset", "ip", { offset: 6, sizeBytes: 2, mask: 0x1fff }),
  createLayerNumber("ip.ttl", "ip", { offset: 8, sizeBytes: 1 }),
  createLayerNumber("ip.proto", "ip", { offset: 9, sizeBytes: 1 }),
  createLayerAddress("ipv6.addr", "ipv6", "ipv6", [8, 24]),
  createLayerAddress("ipv6.src", "ipv6", "ipv6", [8]),
  createLayerAddress("ipv6.dst", "ipv6", "ipv6", [24]),
  createLayerNumber("ipv6.nxt", "ipv6", { offset: 6, sizeBytes: 1 }),
  createLayerNumber("ipv6.hlim", "ipv6", { offset: 7, sizeBytes: 1 }),
];
