import type { ScrubbedLayer } from "./scrubbedLayer.ts";

const redirect = 5;
/** ICMP (RFC 792, RFC 950): the second word of these holds numbers, pointers and sizes. */
const countingTypes = new Set([0, 3, 4, 8, 11, 12, 13, 14, 17, 18]);

/** Keeps 8 bytes of an ICMP message, with another gateway in a redirect, and zeros in the second word of types that are not known. */
export function scrubIcmp({ bytes, addresses, start, payload }: ScrubbedLayer): number {
  if (payload < start + 8) return start + 4;
  const type = bytes[start] ?? 0;
  if (type === redirect) addresses.replaceIpv4(bytes, start + 4);
  else if (!countingTypes.has(type)) bytes.fill(0, start + 4, payload);
  return payload;
}

/** ICMPv6 messages of RFC 4861, RFC 2710 and RFC 3810: where addresses begin behind the 8 bytes of all, how many there are, and whether options follow. */
const bodies = new Map([
  [130, { addressAt: 8, addresses: 1, hasOptions: false }],
  [131, { addressAt: 8, addresses: 1, hasOptions: false }],
  [132, { addressAt: 8, addresses: 1, hasOptions: false }],
  [133, { addressAt: 8, addresses: 0, hasOptions: true }],
  [134, { addressAt: 16, addresses: 0, hasOptions: true }],
  [135, { addressAt: 8, addresses: 1, hasOptions: true }],
  [136, { addressAt: 8, addresses: 1, hasOptions: true }],
  [137, { addressAt: 8, addresses: 2, hasOptions: true }],
]);
/** Errors and echoes (RFC 4443), and multicast listener reports (RFC 3810): their second word holds numbers. */
const countingTypesOfVersion6 = new Set([1, 2, 3, 4, 128, 129, 143]);

/** Keeps 8 bytes of an ICMPv6 message, and of neighbor and multicast listener discovery targets and options with other addresses. */
export function scrubIcmpv6(layer: ScrubbedLayer): number {
  const { bytes, addresses, start, payload, end } = layer;
  if (payload < start + 8) return start + 4;
  const type = bytes[start] ?? 0;
  if (countingTypesOfVersion6.has(type)) return payload;
  const body = bodies.get(type);
  if (body === undefined) {
    bytes.fill(0, start + 4, payload);
    return payload;
  }
  let at = start + body.addressAt;
  if (at > end) return payload;
  for (let index = 0; index < body.addresses; index += 1) {
    if (at + 16 > end) return at;
    addresses.replaceIpv6(bytes, at);
    at += 16;
  }
  return body.hasOptions ? scrubNeighborOptions(layer, at) : at;
}

const sourceLinkAddress = 1;
const targetLinkAddress = 2;
const prefixInformation = 3;
const mtu = 5;

/** Goes through options of neighbor discovery (RFC 4861, section 4.6) to the first that is not known. */
function scrubNeighborOptions({ bytes, addresses, end }: ScrubbedLayer, from: number): number {
  let at = from;
  while (at + 8 <= end) {
    const type = bytes[at];
    const lengthBytes = (bytes[at + 1] ?? 0) * 8;
    if (lengthBytes === 0 || at + lengthBytes > end) return at;
    if ((type === sourceLinkAddress || type === targetLinkAddress) && lengthBytes === 8) {
      addresses.replaceMac(bytes, at + 2);
    } else if (type === prefixInformation && lengthBytes === 32) {
      addresses.replaceIpv6(bytes, at + 16);
    } else if (type !== mtu || lengthBytes !== 8) {
      return at;
    }
    at += lengthBytes;
  }
  return at;
}
