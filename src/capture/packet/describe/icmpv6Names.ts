/** Types of ICMPv6 messages (RFC 4443, RFC 4861 and IANA, ICMPv6 "type" Numbers). */
export const icmpv6TypeNames: ReadonlyMap<number, string> = new Map([
  [1, "Destination Unreachable"],
  [2, "Packet Too Big"],
  [3, "Time Exceeded"],
  [4, "Parameter Problem"],
  [128, "Echo (ping) request"],
  [129, "Echo (ping) reply"],
  [130, "Multicast Listener Query"],
  [131, "Multicast Listener Report"],
  [132, "Multicast Listener Done"],
  [133, "Router Solicitation"],
  [134, "Router Advertisement"],
  [135, "Neighbor Solicitation"],
  [136, "Neighbor Advertisement"],
  [137, "Redirect"],
  [143, "Multicast Listener Report Message v2"],
]);

const codeNames: ReadonlyMap<number, readonly string[]> = new Map([
  [
    1,
    [
      "no route to destination",
      "Administratively prohibited",
      "Beyond scope of source address",
      "Address unreachable",
      "Port unreachable",
      "Source address failed ingress/egress policy",
      "Reject route to destination",
    ],
  ],
  [3, ["hop limit exceeded in transit", "fragment reassembly time exceeded"]],
  [
    4,
    [
      "erroneous header field encountered",
      "unrecognized Next Header type encountered",
      "unrecognized IPv6 option encountered",
    ],
  ],
]);

/** What a code of a type says (RFC 4443); undefined where it says nothing. */
export function toIcmpv6CodeName(type: number, code: number): string | undefined {
  return codeNames.get(type)?.[code];
}
