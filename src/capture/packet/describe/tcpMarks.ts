import { packetMarks } from "../../analysis/packetMarks.ts";

/** What the analysis says of a TCP packet, as words; `prefix` stands before its line in a list. Names: Wireshark's User's Guide, "TCP Analysis". */
export type TcpMark = {
  readonly mark: number;
  readonly name: string;
  readonly label: string;
  readonly prefix: string;
  /** The mark that this one says more exactly. */
  readonly refines: number;
};

/** All marks of the TCP analysis, in the order in which a line names them. */
export const tcpMarks: readonly TcpMark[] = [
  {
    mark: packetMarks.reusedPorts,
    name: "tcp.analysis.reused_ports",
    label: "A new connection with the ports of an earlier one",
    prefix: "[TCP Port numbers reused]",
    refines: 0,
  },
  {
    mark: packetMarks.spuriousRetransmission,
    name: "tcp.analysis.spurious_retransmission",
    label: "Sent again although it was acknowledged",
    prefix: "[TCP Spurious Retransmission]",
    refines: packetMarks.retransmission,
  },
  {
    mark: packetMarks.fastRetransmission,
    name: "tcp.analysis.fast_retransmission",
    label: "Sent again after duplicate acknowledgments",
    prefix: "[TCP Fast Retransmission]",
    refines: packetMarks.retransmission,
  },
  {
    mark: packetMarks.retransmission,
    name: "tcp.analysis.retransmission",
    label: "Sent again",
    prefix: "[TCP Retransmission]",
    refines: 0,
  },
  {
    mark: packetMarks.outOfOrder,
    name: "tcp.analysis.out_of_order",
    label: "Arrived out of order",
    prefix: "[TCP Out-Of-Order]",
    refines: 0,
  },
  {
    mark: packetMarks.lostSegment,
    name: "tcp.analysis.lost_segment",
    label: "A segment before it was not captured",
    prefix: "[TCP Previous segment not captured]",
    refines: 0,
  },
  {
    mark: packetMarks.ackLostSegment,
    name: "tcp.analysis.ack_lost_segment",
    label: "Acknowledges a segment that was not captured",
    prefix: "[TCP ACKed unseen segment]",
    refines: 0,
  },
  {
    mark: packetMarks.windowUpdate,
    name: "tcp.analysis.window_update",
    label: "Opens the receive window",
    prefix: "[TCP Window Update]",
    refines: 0,
  },
  {
    mark: packetMarks.windowFull,
    name: "tcp.analysis.window_full",
    label: "Fills the receiver's window",
    prefix: "[TCP Window Full]",
    refines: 0,
  },
  {
    mark: packetMarks.keepAlive,
    name: "tcp.analysis.keep_alive",
    label: "Keep-alive",
    prefix: "[TCP Keep-Alive]",
    refines: 0,
  },
  {
    mark: packetMarks.keepAliveAck,
    name: "tcp.analysis.keep_alive_ack",
    label: "Answer to a keep-alive",
    prefix: "[TCP Keep-Alive ACK]",
    refines: 0,
  },
  {
    mark: packetMarks.duplicateAck,
    name: "tcp.analysis.duplicate_ack",
    label: "Duplicate acknowledgment",
    prefix: "[TCP Dup ACK]",
    refines: 0,
  },
  {
    mark: packetMarks.zeroWindowProbe,
    name: "tcp.analysis.zero_window_probe",
    label: "Probes a closed receive window",
    prefix: "[TCP ZeroWindowProbe]",
    refines: 0,
  },
  {
    mark: packetMarks.zeroWindow,
    name: "tcp.analysis.zero_window",
    label: "Closes the receive window",
    prefix: "[TCP ZeroWindow]",
    refines: 0,
  },
  {
    mark: packetMarks.zeroWindowProbeAck,
    name: "tcp.analysis.zero_window_probe_ack",
    label: "Answer to a probe of a closed receive window",
    prefix: "[TCP ZeroWindowProbeAck]",
    refines: 0,
  },
];

/** Those of a packet's marks that a line names: not the ones that another says more exactly. */
export function toNamedMarks(marks: number): readonly TcpMark[] {
  const present = tcpMarks.filter(({ mark }) => (marks & mark) !== 0);
  return present.filter(({ mark }) => !present.some(({ refines }) => refines === mark));
}
