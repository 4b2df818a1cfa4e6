import { ipProtocolNames, toIpProtocolText } from "../describe/ipProtocolNames.ts";
import { toNamedText } from "../describe/valueText.ts";
import type { Dissection } from "../dissection.ts";
import { maxExtensionHeaders, toExtensionLength } from "../layers/ipv6Extension.ts";
import { protocolCodes } from "../protocol.ts";

/** What an IP packet without a known transport carries: `Fragmented IP protocol (proto=UDP 17, off=1480, ID=abcd)`, or its protocol's name. */
export function toNetworkInfo(dissection: Dissection): string {
  const { view, network, protocols, starts, bytes } = dissection;
  const at = starts[network] ?? 0;
  if (protocols[network] !== protocolCodes.ip) return toVersion6Info(dissection, at);
  const protocol = bytes[at + 9] ?? 0;
  if (!dissection.isLaterFragment) return toProtocolInfo(protocol);
  const offset = (view.getUint16(at + 6) & 0x1fff) * 8;
  const id = view
    .getUint16(at + 4)
    .toString(16)
    .padStart(4, "0");
  return `Fragmented IP protocol (proto=${toIpProtocolText(protocol)}, off=${offset}, ID=${id})`;
}

function toVersion6Info({ view, bytes, network, ends }: Dissection, start: number): string {
  const end = ends[network] ?? 0;
  let next = bytes[start + 6] ?? 0;
  let at = start + 40;
  for (let passed = 0; passed < maxExtensionHeaders; passed += 1) {
    const length = toExtensionLength(next, bytes, at, end);
    if (length === 0 || at + length > end) break;
    const carried = bytes[at] ?? 0;
    if (next === 44 && view.getUint16(at + 2) >= 8) {
      const word = view.getUint16(at + 2);
      const more = (word & 1) === 1 ? "y" : "n";
      const id = view
        .getUint32(at + 4)
        .toString(16)
        .padStart(8, "0");
      return `IPv6 fragment (off=${word & 0xfff8} more=${more} ident=0x${id} nxt=${carried})`;
    }
    next = carried;
    at += length;
  }
  return toProtocolInfo(next);
}

function toProtocolInfo(protocol: number): string {
  return protocol === 59 ? "IPv6 no next header" : toNamedText(ipProtocolNames, protocol);
}
