/**
 * The protocols that are told apart, by the number that stands for them in a dissection; each is below 32, so that
 * a set of them fits into 32 bits. The names are those of Wireshark's display filters.
 */
export const protocolNames = [
  "frame",
  "eth",
  "sll",
  "null",
  "raw",
  "vlan",
  "ieee8021ad",
  "arp",
  "ip",
  "ipv6",
  "tcp",
  "udp",
  "icmp",
  "icmpv6",
  "vxlan",
  "gre",
  "dns",
  "http",
  "tls",
  "mysql",
  "pgsql",
  "resp",
  "mqtt",
  "data",
] as const;

export type ProtocolName = (typeof protocolNames)[number];

/** The number of each protocol. */
export const protocolCodes = Object.fromEntries(protocolNames.map((name, code) => [name, code])) as Record<
  ProtocolName,
  number
>;
