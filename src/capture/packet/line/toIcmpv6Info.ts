import { toIpv6Text, toMacText } from "../address.ts";
import { icmpv6TypeNames, toIcmpv6CodeName } from "../describe/icmpv6Names.ts";
import { toHexText } from "../describe/valueText.ts";
import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";

/** `Neighbor Solicitation for fe80::1 from 02:00:00:00:00:01`, `Destination Unreachable (Port unreachable)`. */
export function toIcmpv6Info(dissection: Dissection): string {
  const { view, bytes, transport, network, starts, ends, protocols } = dissection;
  const at = starts[transport] ?? 0;
  const end = ends[transport] ?? 0;
  const type = bytes[at] ?? 0;
  const name = icmpv6TypeNames.get(type) ?? `Type ${type}`;
  const codeName = toIcmpv6CodeName(type, bytes[at + 1] ?? 0);
  if (codeName !== undefined) return `${name} (${codeName})`;
  const targetEnd = at + 24;
  switch (type) {
    case 2:
      return at + 8 <= end ? `${name} (MTU=${view.getUint32(at + 4)})` : name;
    case 128:
    case 129: {
      if (at + 8 > end) return name;
      const ip = starts[network] ?? 0;
      const limit = protocols[network] === protocolCodes.ipv6 ? `, hop limit=${bytes[ip + 7] ?? 0}` : "";
      return `${name} id=${toHexText(view.getUint16(at + 4), 4)}, seq=${view.getUint16(at + 6)}${limit}`;
    }
    case 133:
      return name + toLinkAddress(dissection, at + 8, end, 1, " from ");
    case 134:
      return name + toLinkAddress(dissection, at + 16, end, 1, " from ");
    case 135:
      return targetEnd <= end
        ? `${name} for ${toIpv6Text(bytes, at + 8)}${toLinkAddress(dissection, targetEnd, end, 1, " from ")}`
        : name;
    case 136: {
      if (targetEnd > end) return name;
      const address = toLinkAddress(dissection, targetEnd, end, 2, " is at ");
      return `${name} ${toIpv6Text(bytes, at + 8)}${toAdvertisementFlags(bytes[at + 4] ?? 0)}${address}`;
    }
    default:
      return name;
  }
}

function toAdvertisementFlags(flags: number): string {
  const words: string[] = [];
  if ((flags & 0x80) !== 0) words.push("rtr");
  if ((flags & 0x40) !== 0) words.push("sol");
  if ((flags & 0x20) !== 0) words.push("ovr");
  return words.length > 0 ? ` (${words.join(", ")})` : "";
}

/** The address of the first link-layer option of that type (RFC 4861 section 4.6.1) behind its word, or nothing. */
function toLinkAddress(
  { bytes }: Dissection,
  start: number,
  end: number,
  type: number,
  word: string,
): string {
  for (let at = start; at + 8 <= end;) {
    const length = (bytes[at + 1] ?? 0) * 8;
    if (length === 0) return "";
    if (bytes[at] === type && length === 8) return word + toMacText(bytes, at + 2);
    at += length;
  }
  return "";
}
