import { toIpv4Text } from "../address.ts";
import { toSwapped } from "../describe/toSwapped.ts";
import { icmpTypeNames, toIcmpCodeName } from "../describe/icmpNames.ts";
import { toHexText } from "../describe/valueText.ts";
import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";

/** `Echo (ping) request id=0x0001, seq=1/256, ttl=64`, `Destination unreachable (Port unreachable)`. */
export function toIcmpInfo(dissection: Dissection): string {
  const { view, bytes, transport, network, starts, ends, protocols } = dissection;
  const at = starts[transport] ?? 0;
  const isWhole = at + 8 <= (ends[transport] ?? 0);
  const type = bytes[at] ?? 0;
  const code = bytes[at + 1] ?? 0;
  const name = icmpTypeNames.get(type) ?? `Type ${type}`;
  const codeName = toIcmpCodeName(type, code);
  if (codeName !== undefined && isWhole) {
    if (type === 3 && code === 4) return `${name} (${codeName}, MTU=${view.getUint16(at + 6)})`;
    if (type === 5) return `${name} (${codeName}, gateway=${toIpv4Text(bytes, at + 4)})`;
  }
  if (codeName !== undefined) return `${name} (${codeName})`;
  const hasIdentifier = type === 0 || type === 8 || (type >= 13 && type <= 18);
  if (!hasIdentifier || !isWhole) return name;
  const id = toHexText(view.getUint16(at + 4), 4);
  const sequence = view.getUint16(at + 6);
  const ip = starts[network] ?? 0;
  const lifetime = protocols[network] === protocolCodes.ip ? `, ttl=${bytes[ip + 8] ?? 0}` : "";
  return `${name} id=${id}, seq=${sequence}/${toSwapped(sequence)}${lifetime}`;
}
