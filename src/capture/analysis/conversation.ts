/** What conversations are counted by; `ip` and `ipv6` for what has no ports and is no ICMP. */
export type ConversationProtocol = "tcp" | "udp" | "icmp" | "icmpv6" | "ip" | "ipv6";

/** One end of a conversation. */
export type Endpoint = {
  /** IPv4 or IPv6 (RFC 5952) as text. */
  readonly address: string;
  /** Undefined where the protocol has no ports. */
  readonly port: number | undefined;
};

/** What went one way. */
export type Direction = {
  readonly packets: number;
  /** Bytes on the wire, whole frames. */
  readonly bytes: number;
  /** All TCP flags that were seen this way, or-ed; 0 for other protocols. */
  readonly tcpFlags: number;
  readonly retransmissions: number;
  readonly duplicateAcks: number;
  readonly zeroWindows: number;
  readonly resets: number;
};

/** Packets between two ends. `a` is who sent the first of them. */
export type Conversation = {
  /** Its place in the order of appearance over all protocols, from 0. */
  readonly id: number;
  readonly protocol: ConversationProtocol;
  /** tcp.stream or udp.stream: its place among its own protocol's, from 0. */
  readonly stream: number;
  readonly a: Endpoint;
  readonly b: Endpoint;
  readonly aToB: Direction;
  readonly bToA: Direction;
  /** Relative to the capture's first packet. */
  readonly firstNanoseconds: number;
  readonly lastNanoseconds: number;
  /** From SYN to the ACK that completes the handshake (tcp.analysis.initial_rtt); undefined when it was not seen. */
  readonly handshakeNanoseconds: number | undefined;
  /** From b's view: how long after the first bytes that a sent the first bytes of b came; undefined when they did not. */
  readonly firstAnswerNanoseconds: number | undefined;
};

/** The conversations of a capture, kept in columns; rows are made when asked for. */
export type ConversationTable = {
  readonly count: number;
  readonly sizeBytes: number;
  read(id: number): Conversation;
  /** The id of the TCP or UDP conversation with that stream number; -1 for none. */
  idOfStream(protocol: "tcp" | "udp", stream: number): number;
  streamOf(id: number): number;
  protocolOf(id: number): ConversationProtocol;
  /** The absolute TCP sequence number that counts as 0 from a to b, or from b to a; undefined when unknown or not TCP. */
  baseSequenceOf(id: number, fromA: boolean): number | undefined;
};
