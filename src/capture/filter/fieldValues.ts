/** Values that people look for, by the field; numbers are those of IANA's registries. */
const values: ReadonlyMap<string, readonly string[]> = new Map([
  ["eth.type", ["0x0800", "0x0806", "0x86dd"]],
  ["arp.opcode", ["1", "2"]],
  ["ip.version", ["4", "6"]],
  ["ip.proto", ["1", "6", "17"]],
  ["ipv6.nxt", ["6", "17", "58"]],
  ["tcp.port", ["80", "443"]],
  ["tcp.srcport", ["80", "443"]],
  ["tcp.dstport", ["80", "443"]],
  ["udp.port", ["53", "443"]],
  ["icmp.type", ["0", "3", "8", "11"]],
  ["icmpv6.type", ["1", "2", "3", "128", "129"]],
  ["dns.qry.type", ["1", "28", "5", "15", "16", "33"]],
  ["dns.resp.type", ["1", "28", "5", "15", "16", "33"]],
  ["dns.flags.rcode", ["0", "2", "3", "5"]],
  ["http.request.method", ['"GET"', '"POST"', '"PUT"', '"DELETE"', '"HEAD"', '"PATCH"', '"OPTIONS"']],
  ["http.response.code", ["200", "301", "302", "400", "401", "403", "404", "500", "502", "503", "504"]],
  ["tls.record.content_type", ["20", "21", "22", "23"]],
  ["tls.handshake.type", ["1", "2", "11"]],
  ["tls.handshake.extensions_alpn_str", ['"h2"', '"http/1.1"']],
  ["tls.alert_message.level", ["1", "2"]],
  ["tls.alert_message.desc", ["0", "40", "42", "45", "48", "70", "112"]],
]);

const none: readonly string[] = [];

/** What may stand behind a field's operator, the most used ones; nothing where anything may. */
export function toFieldValues(name: string, type: string): readonly string[] {
  return values.get(name) ?? (type === "boolean" ? ["1", "0"] : none);
}
