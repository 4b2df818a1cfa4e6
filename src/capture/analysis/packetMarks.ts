/**
 * What the packets before it say about a TCP packet: bits of a mark, each with Wireshark's name `tcp.analysis.*`
 * (User's Guide, "TCP Analysis"). `retransmission` is set for fast and spurious ones too.
 */
export const packetMarks = {
  retransmission: 1 << 0,
  fastRetransmission: 1 << 1,
  spuriousRetransmission: 1 << 2,
  outOfOrder: 1 << 3,
  duplicateAck: 1 << 4,
  zeroWindow: 1 << 5,
  zeroWindowProbe: 1 << 6,
  zeroWindowProbeAck: 1 << 7,
  windowFull: 1 << 8,
  windowUpdate: 1 << 9,
  keepAlive: 1 << 10,
  keepAliveAck: 1 << 11,
  lostSegment: 1 << 12,
  ackLostSegment: 1 << 13,
  reusedPorts: 1 << 14,
  /** Fewer bytes were captured than were on the wire (any protocol). */
  cut: 1 << 15,
} as const;
