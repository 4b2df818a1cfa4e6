import type { ScrubbedLayer } from "./scrubbedLayer.ts";

const noOperation = 1;
const padN = 1;
const hopByHop = 0;
const fragment = 44;
const destinationOptions = 60;

/** Replaces both addresses of an IPv4 header (RFC 791); its options, which may hold routes, become padding. */
export function scrubIpv4({ bytes, addresses, start, payload }: ScrubbedLayer): number {
  addresses.replaceIpv4(bytes, start + 12);
  addresses.replaceIpv4(bytes, start + 16);
  bytes.fill(noOperation, start + 20, payload);
  return payload;
}

/**
 * Replaces both addresses of an IPv6 header (RFC 8200). Options in extension headers become padding; the packet is
 * cut at one that is neither of options nor of fragments, since routes and signatures are in such.
 */
export function scrubIpv6({ bytes, addresses, start, payload }: ScrubbedLayer): number {
  addresses.replaceIpv6(bytes, start + 8);
  addresses.replaceIpv6(bytes, start + 24);
  let next = bytes[start + 6] ?? 0;
  let at = start + 40;
  while (at < payload) {
    const isOptions = next === hopByHop || next === destinationOptions;
    if (!isOptions && next !== fragment) return at;
    const headerEnd = at + (isOptions ? 8 + 8 * (bytes[at + 1] ?? 0) : 8);
    if (headerEnd > payload) return at;
    if (isOptions) fillPadding(bytes, at + 2, headerEnd);
    next = bytes[at] ?? 0;
    at = headerEnd;
  }
  return payload;
}

/** Fills with PadN options (RFC 8200, section 4.2) of at most 255 bytes each; the length is even, and so is each. */
function fillPadding(bytes: Uint8Array, from: number, to: number): void {
  bytes.fill(0, from, to);
  for (let at = from; at < to; at += 256) {
    bytes[at] = padN;
    bytes[at + 1] = Math.min(256, to - at) - 2;
  }
}
