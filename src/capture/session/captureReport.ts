import type { ConversationProtocol } from "../analysis/conversation.ts";
import type { CaptureSummary } from "../captureSummary.ts";
import type { Finding } from "../findings/finding.ts";

/** One end of a conversation; without a port where the protocol has none. */
export type ReportEndpoint = { readonly address: string; readonly port?: number };

/** What went between two ends; `a` is who sent the first packet. Bytes are those of whole frames on the wire. */
export type ReportConversation = {
  readonly protocol: ConversationProtocol;
  readonly a: ReportEndpoint;
  readonly b: ReportEndpoint;
  readonly packetsAToB: number;
  readonly bytesAToB: number;
  readonly packetsBToA: number;
  readonly bytesBToA: number;
};

/** How many packets Wireshark's tcp.analysis.retransmission, tcp.analysis.duplicate_ack, tcp.flags.reset and tcp.analysis.zero_window select. */
export type ReportTcp = {
  readonly retransmissions: number;
  readonly duplicateAcks: number;
  readonly resets: number;
  readonly zeroWindows: number;
};

/** All that is told of a capture in one piece, as plain data. */
export type CaptureReport = CaptureSummary & {
  /** How many packets have a layer of that name, by `protocolNames`. */
  readonly protocols: Readonly<Record<string, number>>;
  /** In the order of appearance. */
  readonly conversations: readonly ReportConversation[];
  readonly tcp: ReportTcp;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** How many packets the filter selects that was asked for. */
  readonly filter?: { readonly expression: string; readonly packets: number };
};
