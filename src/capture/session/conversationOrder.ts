import type { Conversation, ConversationTable, Endpoint } from "../analysis/conversation.ts";

/** What conversations can be sorted by; `problems` counts retransmissions, resets and zero windows of both directions. */
export type ConversationOrder =
  "a" | "b" | "protocol" | "packets" | "bytes" | "first" | "duration" | "problems";

/** So many are sorted; those that began later follow in their order. */
const maxSorted = 1_000_000;
/** A number of an address is below 2^48: exact, and few comparisons. */
const wordBits = 16;

/** The ids of all conversations, sorted; ties stay in the order of appearance, also when descending. */
export function buildConversationOrder(
  table: ConversationTable,
  order: ConversationOrder,
  isDescending: boolean,
): Uint32Array {
  const count = table.count;
  const ids = Uint32Array.from({ length: count }, (_, id) => id);
  const sorted = ids.subarray(0, maxSorted);
  const columns = buildColumns(table, order, sorted.length);
  const sign = isDescending ? -1 : 1;
  sorted.sort((one, other) => {
    for (const column of columns) {
      const difference = (column[one] ?? 0) - (column[other] ?? 0);
      if (difference !== 0) return sign * difference;
    }
    return one - other;
  });
  return ids;
}

/** What is compared first, second and third. */
function buildColumns(
  table: ConversationTable,
  order: ConversationOrder,
  count: number,
): readonly Float64Array[] {
  const columns = [0, 0, 0].map(() => new Float64Array(count));
  for (let id = 0; id < count; id += 1) {
    const values = toValues(table.read(id), order);
    columns.forEach((column, place) => (column[id] = values[place] ?? 0));
  }
  return columns;
}

function toValues(conversation: Conversation, order: ConversationOrder): readonly number[] {
  const { aToB, bToA, firstNanoseconds, lastNanoseconds } = conversation;
  switch (order) {
    case "a":
      return toEndpointValues(conversation.a);
    case "b":
      return toEndpointValues(conversation.b);
    case "protocol":
      return [protocolRanks[conversation.protocol], conversation.stream];
    case "packets":
      return [aToB.packets + bToA.packets];
    case "bytes":
      return [aToB.bytes + bToA.bytes];
    case "first":
      return [toOrdered(firstNanoseconds)];
    case "duration":
      return [toOrdered(lastNanoseconds - firstNanoseconds)];
    case "problems":
      return [toProblems(aToB) + toProblems(bToA)];
  }
}

/** By their names. */
const protocolRanks = { icmp: 0, icmpv6: 1, ip: 2, ipv6: 3, tcp: 4, udp: 5 } as const;

function toProblems({ retransmissions, resets, zeroWindows }: Conversation["aToB"]): number {
  return retransmissions + resets + zeroWindows;
}

/** What has no time comes before all that has one. */
function toOrdered(value: number): number {
  return Number.isNaN(value) ? -Infinity : value;
}

/** IPv4 before IPv6, each by its bytes, then by port. */
function toEndpointValues({ address, port = 0 }: Endpoint): readonly number[] {
  const bits = 2 ** wordBits;
  if (!address.includes(":")) {
    const value = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
    return [value, port];
  }
  const words = toWords(address);
  const join = (from: number, to: number) =>
    words.slice(from, to).reduce((sum, word) => sum * bits + word, 0);
  // All of IPv4 is below 2^32.
  return [2 ** 32 + join(0, 3), join(3, 6), join(6, 8) * bits + port];
}

/** The eight words of an IPv6 address (RFC 5952). */
function toWords(address: string): readonly number[] {
  const [head = "", tail] = address.split("::");
  const parse = (part: string) =>
    part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16));
  const first = parse(head);
  const last = tail === undefined ? [] : parse(tail);
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => 0);
  return [...first, ...zeros, ...last];
}
