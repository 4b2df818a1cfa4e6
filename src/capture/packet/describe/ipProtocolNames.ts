/** Protocol numbers of IPv4 and IPv6 (IANA, Assigned Internet Protocol Numbers) that are met in captures. */
export const ipProtocolNames: ReadonlyMap<number, string> = new Map([
  [0, "IPv6 Hop-by-Hop Option"],
  [1, "ICMP"],
  [2, "IGMP"],
  [4, "IPIP"],
  [6, "TCP"],
  [17, "UDP"],
  [41, "IPv6"],
  [43, "Routing Header for IPv6"],
  [44, "Fragment Header for IPv6"],
  [46, "RSVP"],
  [47, "GRE"],
  [50, "ESP"],
  [51, "AH"],
  [58, "ICMPv6"],
  [59, "No Next Header for IPv6"],
  [60, "Destination Options for IPv6"],
  [88, "EIGRP"],
  [89, "OSPF IGP"],
  [103, "PIM"],
  [112, "VRRP"],
  [115, "L2TP"],
  [132, "SCTP"],
  [135, "Mobility Header"],
  [136, "UDPLite"],
  [137, "MPLS-in-IP"],
  [139, "HIP"],
  [140, "Shim6"],
]);

/** `UDP 17`, or the number alone. */
export function toIpProtocolText(protocol: number): string {
  const name = ipProtocolNames.get(protocol);
  return name === undefined ? `${protocol}` : `${name} ${protocol}`;
}
