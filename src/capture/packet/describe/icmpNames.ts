/** Types of ICMP messages (RFC 792 and IANA, ICMP Type Numbers). */
export const icmpTypeNames: ReadonlyMap<number, string> = new Map([
  [0, "Echo (ping) reply"],
  [3, "Destination unreachable"],
  [4, "Source quench (flow control)"],
  [5, "Redirect"],
  [8, "Echo (ping) request"],
  [9, "Router advertisement"],
  [10, "Router solicitation"],
  [11, "Time-to-live exceeded"],
  [12, "Parameter problem"],
  [13, "Timestamp request"],
  [14, "Timestamp reply"],
  [15, "Information request"],
  [16, "Information reply"],
  [17, "Address mask request"],
  [18, "Address mask reply"],
]);

const codeNames: ReadonlyMap<number, readonly string[]> = new Map([
  [
    3,
    [
      "Network unreachable",
      "Host unreachable",
      "Protocol unreachable",
      "Port unreachable",
      "Fragmentation needed",
      "Source route failed",
      "Destination network unknown",
      "Destination host unknown",
      "Source host isolated",
      "Network administratively prohibited",
      "Host administratively prohibited",
      "Network unreachable for TOS",
      "Host unreachable for TOS",
      "Communication administratively filtered",
      "Host precedence violation",
      "Precedence cutoff in effect",
    ],
  ],
  [
    5,
    [
      "Redirect for network",
      "Redirect for host",
      "Redirect for Type of Service and network",
      "Redirect for Type of Service and host",
    ],
  ],
  [11, ["Time to live exceeded in transit", "Fragment reassembly time exceeded"]],
  [12, ["Pointer indicates the error", "Required option missing", "Bad length"]],
]);

/** What a code of a type says (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1); undefined where it says nothing. */
export function toIcmpCodeName(type: number, code: number): string | undefined {
  return codeNames.get(type)?.[code];
}
