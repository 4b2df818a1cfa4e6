/**
 * The protocols that are told apart and the number that stands for each in a dissection; each is below 32, so that a
 * set of them fits into 32 bits. The names are those of Wireshark's display filters. Written out, since every packet
 * asks for some of them and only a literal's numbers are constants to V8.
 */
export const protocolCodes = {
  frame: 0,
  eth: 1,
  sll: 2,
  null: 3,
  raw: 4,
  vlan: 5,
  ieee8021ad: 6,
  arp: 7,
  ip: 8,
  ipv6: 9,
  tcp: 10,
  udp: 11,
  icmp: 12,
  icmpv6: 13,
  vxlan: 14,
  gre: 15,
  dns: 16,
  http: 17,
  tls: 18,
  mysql: 19,
  pgsql: 20,
  resp: 21,
  mqtt: 22,
  data: 23,
} as const;

export type ProtocolName = keyof typeof protocolCodes;

/** The name of each protocol, by its number. */
export const protocolNames = Object.keys(protocolCodes) as readonly ProtocolName[];
