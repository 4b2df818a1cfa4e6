import type { Dissection } from "../packet/dissection.ts";
import { protocolCodes } from "../packet/protocol.ts";
import type { ConversationProtocol } from "./conversation.ts";

/** The protocols of conversations by their number in a key's kind. */
export const conversationProtocols: readonly ConversationProtocol[] = [
  "tcp",
  "udp",
  "icmp",
  "icmpv6",
  "ip",
  "ipv6",
];

/** The number of TCP and UDP in `conversationProtocols`. */
export const tcpKind = 0;
export const udpKind = 1;

/** Added to the number of the protocol in a key's kind when the addresses are IPv6. */
export const ipv6Kind = 8;

/**
 * Two ends in an order that does not depend on who sent: kind, both ports, the first words of both addresses, and
 * of IPv6 the three others of each.
 */
export const keyWords = 10;

/**
 * Reads both ends of a packet whose layers `network` and `transport` (-1 for none) are given into `key`; false when
 * the sender is the key's second end. The network layer must be IPv4 or IPv6, and a transport's first 4 bytes there.
 */
export function readPairKey(
  dissection: Dissection,
  network: number,
  transport: number,
  key: Int32Array,
): boolean {
  const { view, protocols, starts } = dissection;
  const isIpv6 = protocols[network] === protocolCodes.ipv6;
  const kind = toKind(transport < 0 ? -1 : (protocols[transport] ?? 0), isIpv6);
  const hasPorts = (kind & 7) <= udpKind;
  const ports = hasPorts ? view.getInt32(starts[transport] ?? 0) : 0;
  const at = (starts[network] ?? 0) + (isIpv6 ? 8 : 12);
  const lastWord = isIpv6 ? 3 : 0;
  const destinationAt = at + 4 * (lastWord + 1);
  // Any order will do, as long as it is the same both ways.
  let isSourceFirst = ports >>> 16 <= (ports & 0xffff);
  for (let word = 0; word <= lastWord; word += 1) {
    const source = view.getInt32(at + 4 * word);
    const destination = view.getInt32(destinationAt + 4 * word);
    if (source === destination) continue;
    isSourceFirst = source < destination;
    break;
  }
  key[0] = kind;
  key[1] = isSourceFirst ? ports : (ports << 16) | (ports >>> 16);
  const first = isSourceFirst ? at : destinationAt;
  const second = isSourceFirst ? destinationAt : at;
  key[2] = view.getInt32(first);
  key[3] = view.getInt32(second);
  for (let word = 1; word <= lastWord; word += 1) {
    key[3 + word] = view.getInt32(first + 4 * word);
    key[6 + word] = view.getInt32(second + 4 * word);
  }
  return isSourceFirst;
}

function toKind(transport: number, isIpv6: boolean): number {
  const family = isIpv6 ? ipv6Kind : 0;
  switch (transport) {
    case protocolCodes.tcp:
      return tcpKind + family;
    case protocolCodes.udp:
      return udpKind + family;
    case protocolCodes.icmp:
      return 2 + family;
    case protocolCodes.icmpv6:
      return 3 + family;
    default:
      return (isIpv6 ? 5 : 4) + family;
  }
}
