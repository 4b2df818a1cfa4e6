import type { Endpoint } from "../analysis/conversation.ts";

/** The parts of a display filter that must all hold. */
export function toFilter(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" && ");
}

/** What selects packets from or to an end. */
export function toEndpointFilter({ address, port }: Endpoint, protocol: "tcp" | "udp" | undefined): string {
  return toFilter(
    toAddressFilter(address),
    protocol === undefined || port === undefined ? undefined : `${protocol}.port == ${port}`,
  );
}

/** What selects packets from or to an address. */
export function toAddressFilter(address: string): string {
  return `${address.includes(":") ? "ipv6" : "ip"}.addr == ${address}`;
}

/** A text as a display filter quotes it (Wireshark's User's Guide, "Building Display Filter Expressions"). */
function toQuoted(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}

/** What selects TCP conversations by their tcp.stream. */
export function toStreamsFilter(streams: readonly number[]): string {
  const all = [...new Set(streams)].sort((one, other) => one - other);
  return all.length === 1 ? `tcp.stream == ${all[0] ?? 0}` : `tcp.stream in {${all.join(", ")}}`;
}

/** Longer values would make a filter that is refused, and are nobody's real name. */
const maxQuotedText = 500;

/** What selects a server's DNS messages about a name. */
export function toNameFilter(server: string, name: string): string {
  const quoted = toQuoted(name);
  const about = quoted.length > maxQuotedText ? "dns" : `dns.qry.name == ${quoted}`;
  return toFilter(about, toAddressFilter(server));
}
