import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import { toExpectedChecksum, toWordSum } from "./checksum.ts";
import { createLayerPart } from "./layerPart.ts";
import { toHexText } from "./valueText.ts";

/**
 * The checksum at `checksumAt` of a TCP, UDP, ICMP or ICMPv6 layer, and whether it is correct: known where the whole
 * message was captured and is no fragment. A sender's own capture sees checksums that its network card has yet to fill in.
 */
export function toTransportChecksumText(dissection: Dissection, layer: number, checksumAt: number): string {
  const part = createLayerPart(dissection, layer);
  const found = part.uint16(checksumAt);
  const text = toHexText(found, 4);
  const protocol = dissection.protocols[layer] ?? 0;
  if (protocol === protocolCodes.udp && found === 0) return `${text} (none)`;
  const pseudoSum = toPseudoHeaderSum(dissection, layer, part.end - part.at);
  if (pseudoSum === undefined) return `${text} (unverified)`;
  const expected = toExpectedChecksum(pseudoSum + toWordSum(part.bytes, part.at, part.end), found);
  // RFC 768: a UDP checksum that comes out as 0 is sent as ffff, for 0 says that there is none.
  const isCorrect =
    found === expected || (found === 0xffff && expected === 0 && protocol === protocolCodes.udp);
  return isCorrect
    ? `${text} (correct)`
    : `${text} (incorrect, should be ${toHexText(expected, 4)}; maybe left to the network card)`;
}

/** The sum over the pseudo header (RFC 9293 section 3.1, RFC 8200 section 8.1): undefined where it or the whole message is not known. */
function toPseudoHeaderSum(dissection: Dissection, layer: number, lengthBytes: number): number | undefined {
  const { bytes, end, start, wireBytes } = dissection;
  const isWhole = wireBytes === end - start && layer < dissection.quotedFrom && !dissection.isMalformed;
  const below = layer - 1;
  if (!isWhole || below < 0) return undefined;
  const at = dissection.starts[below] ?? 0;
  const headerBytes = (dissection.payloads[below] ?? 0) - at;
  const protocol = dissection.protocols[layer] ?? 0;
  if (dissection.protocols[below] === protocolCodes.ip) {
    if (headerBytes !== 20 || (dissection.view.getUint16(at + 6) & 0x3fff) !== 0) return undefined;
    if (protocol === protocolCodes.icmp) return 0;
    return toWordSum(bytes, at + 12, at + 20) + (bytes[at + 9] ?? 0) + lengthBytes;
  }
  if (dissection.protocols[below] !== protocolCodes.ipv6 || headerBytes !== 40) return undefined;
  if (protocol === protocolCodes.icmp) return 0;
  return toWordSum(bytes, at + 8, at + 40) + (bytes[at + 6] ?? 0) + lengthBytes;
}
