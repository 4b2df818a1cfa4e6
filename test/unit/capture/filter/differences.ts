/**
 * Where our filters select other packets than `tshark -Y` (4.0, without putting packets together), and why that is
 * meant. What these fields and frames are about is left out of the generated expressions and captures.
 */
export const differences: readonly {
  readonly fields: readonly string[];
  /** Of `frameCases`. */
  readonly frames: readonly string[];
  readonly reason: string;
}[] = [
  {
    fields: ["frame.interface_id"],
    frames: [],
    reason: "A pcap file has one interface, number 0; tshark knows interfaces of pcapng files alone.",
  },
  {
    fields: ["tcp.stream", "udp.stream"],
    frames: [],
    reason:
      "A packet has one stream, the conversation that the lists show: the innermost of a tunnel, and none that an ICMP error quotes.",
  },
  {
    fields: ["tcp.seq_raw"],
    frames: [],
    reason:
      "tshark leaves it out of TCP that an ICMP error for IPv4 quotes, though it gives tcp.seq and tcp.ack_raw.",
  },
  {
    fields: ["tls.record.content_type"],
    frames: [],
    reason:
      "A record of TLS 1.3 that is encrypted says 23, as it stands in the packet; tshark knows the session's version from other packets, and has tls.record.opaque_type for it.",
  },
  {
    fields: [],
    frames: ["bogus data offset"],
    reason:
      "Of a TCP header that contradicts its own length the fixed fields are read, as the packet's details show them.",
  },
  {
    fields: [],
    frames: ["all flags"],
    reason: "What a RST carries is data; tshark has tcp.reset_cause for it.",
  },
  {
    fields: [],
    frames: ["802.3"],
    reason: "IEEE 802.2 is not told apart and is data; tshark has llc for it.",
  },
];
