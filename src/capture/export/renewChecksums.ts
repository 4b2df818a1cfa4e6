import type { Dissection } from "../packet/dissection.ts";
import { protocolCodes } from "../packet/protocol.ts";
import { toExpectedChecksum, toWordSum } from "../packet/describe/checksum.ts";

/**
 * Computes the checksums (RFC 1071) of the first layers of a packet anew, whose kept bytes are given; what was cut
 * counts as zeros. A checksum that is not kept in whole, or was not there (0 in UDP over IPv4), is left out.
 */
export function renewChecksums(dissection: Dissection, kept: Uint8Array, layerCount: number): void {
  // The innermost first: it is in what the outer ones sum up.
  for (let index = layerCount - 1; index >= 0; index -= 1) {
    const start = (dissection.starts[index] ?? 0) - dissection.start;
    const end = Math.min((dissection.ends[index] ?? 0) - dissection.start, kept.length);
    switch (dissection.protocols[index]) {
      case protocolCodes.ip:
        renewIpv4(kept, start);
        break;
      case protocolCodes.tcp:
        renew(kept, start, end, 16, toPseudoSum(dissection, kept, index, 6));
        break;
      case protocolCodes.udp:
        if (kept[start + 6] === 0 && kept[start + 7] === 0) break;
        renew(kept, start, end, 6, toPseudoSum(dissection, kept, index, 17));
        // RFC 768: a zero would say that there is none.
        if (kept[start + 6] === 0 && kept[start + 7] === 0) kept.fill(0xff, start + 6, start + 8);
        break;
      case protocolCodes.icmp:
        renew(kept, start, end, 2, 0);
        break;
      case protocolCodes.icmpv6:
        renew(kept, start, end, 2, toPseudoSum(dissection, kept, index, 58));
        break;
      case protocolCodes.gre:
        // RFC 2784, section 2.3: there when the first bit says so.
        if (((kept[start] ?? 0) & 0x80) !== 0) renew(kept, start, end, 4, 0);
        break;
      default:
        break;
    }
  }
}

function renew(kept: Uint8Array, start: number, end: number, checksumAt: number, pseudoSum: number): void {
  const at = start + checksumAt;
  if (at + 2 > end) {
    // Half of it may be there, and tells something.
    kept.fill(0, at, Math.max(at, end));
    return;
  }
  kept.fill(0, at, at + 2);
  const checksum = toExpectedChecksum(pseudoSum + toWordSum(kept, start, end), 0);
  kept[at] = checksum >>> 8;
  kept[at + 1] = checksum;
}

/** Of the options that are padding, also those count that were not captured. */
function renewIpv4(kept: Uint8Array, start: number): void {
  const headerEnd = start + ((kept[start] ?? 0) & 15) * 4;
  const header = new Uint8Array(headerEnd - start).fill(1);
  header.set(kept.subarray(start, headerEnd));
  renew(header, 0, header.length, 10, 0);
  kept.set(header.subarray(10, 12), start + 10);
}

/** The sum of the pseudo header of the IP layer before (RFC 9293, section 3.1, and RFC 8200, section 8.1). */
function toPseudoSum(dissection: Dissection, kept: Uint8Array, index: number, protocol: number): number {
  const ip = (dissection.starts[index - 1] ?? 0) - dissection.start;
  const start = (dissection.starts[index] ?? 0) - dissection.start;
  const toUint16 = (at: number) => ((kept[at] ?? 0) << 8) | (kept[at + 1] ?? 0);
  const isVersion4 = dissection.protocols[index - 1] === protocolCodes.ip;
  // A length of 0 is that of a packet that the network card cuts later: it goes to the frame's end.
  const ipLength = isVersion4 ? toUint16(ip + 2) : toUint16(ip + 4) && toUint16(ip + 4) + 40;
  const ipEnd = ipLength === 0 ? dissection.wireBytes : ip + ipLength;
  const udpLength = protocol === 17 ? toUint16(start + 4) : 0;
  const lengthBytes = udpLength || Math.max(0, ipEnd - start);
  const addresses = isVersion4 ? toWordSum(kept, ip + 12, ip + 20) : toWordSum(kept, ip + 8, ip + 40);
  return addresses + protocol + (lengthBytes >>> 16) + (lengthBytes & 0xffff);
}
