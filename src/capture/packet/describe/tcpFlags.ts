/** The control bits of a TCP header (RFC 9293 section 3.1; accurate ECN: RFC 7560), lowest first. */
export const tcpFlagBits = [
  { bit: 0x001, name: "tcp.flags.fin", label: "Fin", word: "FIN" },
  { bit: 0x002, name: "tcp.flags.syn", label: "Syn", word: "SYN" },
  { bit: 0x004, name: "tcp.flags.reset", label: "Reset", word: "RST" },
  { bit: 0x008, name: "tcp.flags.push", label: "Push", word: "PSH" },
  { bit: 0x010, name: "tcp.flags.ack", label: "Acknowledgment", word: "ACK" },
  { bit: 0x020, name: "tcp.flags.urg", label: "Urgent", word: "URG" },
  { bit: 0x040, name: "tcp.flags.ece", label: "ECN-Echo", word: "ECE" },
  { bit: 0x080, name: "tcp.flags.cwr", label: "Congestion Window Reduced", word: "CWR" },
  { bit: 0x100, name: "tcp.flags.ae", label: "Accurate ECN", word: "AE" },
  { bit: 0xe00, name: "tcp.flags.res", label: "Reserved", word: "Reserved" },
] as const;

/** `SYN, ACK`, or `<None>`. */
export function toTcpFlagsText(flags: number): string {
  const words = tcpFlagBits.filter(({ bit }) => (flags & bit) !== 0).map(({ word }) => word);
  return words.length > 0 ? words.join(", ") : "<None>";
}
