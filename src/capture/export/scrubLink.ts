import type { ScrubbedLayer } from "./scrubbedLayer.ts";

const cookedVersion2 = 276;
const macBytes = 6;
const ipv4Bytes = 4;

/** Replaces both addresses of an Ethernet header. */
export function scrubEthernet({ bytes, addresses, start, payload }: ScrubbedLayer): number {
  addresses.replaceMac(bytes, start);
  addresses.replaceMac(bytes, start + macBytes);
  return payload;
}

/** Replaces the sender's address of a cooked header (LINKTYPE_LINUX_SLL and SLL2) and what stands around it in its field. */
export function scrubCooked({ bytes, view, addresses, linkType, start, payload }: ScrubbedLayer): number {
  const isVersion2 = linkType === cookedVersion2;
  const lengthBytes = isVersion2 ? view.getUint8(start + 11) : view.getUint16(start + 4);
  const at = start + (isVersion2 ? 12 : 6);
  let keptBytes = 0;
  if (lengthBytes === macBytes) {
    addresses.replaceMac(bytes, at);
    keptBytes = macBytes;
  } else if (lengthBytes === ipv4Bytes) {
    // Tunnels have an IPv4 address for theirs.
    addresses.replaceIpv4(bytes, at);
    keptBytes = ipv4Bytes;
  }
  bytes.fill(0, at + keptBytes, at + 8);
  return payload;
}

/** Replaces the addresses of ARP (RFC 826) for IPv4 over Ethernet, as far as they are there in whole; of others only the lengths are kept. */
export function scrubArp({ bytes, addresses, start, end }: ScrubbedLayer): number {
  let at = start + 8;
  if (bytes[start + 4] !== macBytes || bytes[start + 5] !== ipv4Bytes) return at;
  for (let pair = 0; pair < 2; pair += 1) {
    if (at + macBytes > end) return at;
    addresses.replaceMac(bytes, at);
    at += macBytes;
    if (at + ipv4Bytes > end) return at;
    addresses.replaceIpv4(bytes, at);
    at += ipv4Bytes;
  }
  return at;
}
