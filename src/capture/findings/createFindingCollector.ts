import type { PacketObserver } from "../analysis/captureAnalysis.ts";
import { packetMarks } from "../analysis/packetMarks.ts";
import { protocolCodes } from "../packet/protocol.ts";
import { createDnsFindings } from "./app/createDnsFindings.ts";
import { createHttpFindings } from "./app/createHttpFindings.ts";
import { createTlsFindings } from "./app/createTlsFindings.ts";
import { buildFileFindings } from "./buildFileFindings.ts";
import { createCutFindings } from "./createCutFindings.ts";
import { createIcmpFindings } from "./createIcmpFindings.ts";
import { severities, type Finding } from "./finding.ts";
import { createFindingGroups } from "./findingGroups.ts";
import type { FindingInput } from "./findingInput.ts";
import { createTcpFindings } from "./tcp/createTcpFindings.ts";

/** Watches a pass over a capture for what is wrong in it. */
export type FindingCollector = {
  /** Hears of every packet of the pass. */
  readonly observe: PacketObserver;
  /** What was found so far, worst first: by severity, then by how often. May be asked for more than once. */
  build(input: FindingInput): readonly Finding[];
};

const { tcp, dns, http, tls, icmp, icmpv6 } = protocolCodes;
const icmpSet = (1 << icmp) | (1 << icmpv6);

/** A collector for one pass. What it keeps is bounded, but for 36 bytes of each conversation. */
export function createFindingCollector(): FindingCollector {
  const tcpFindings = createTcpFindings();
  const dnsFindings = createDnsFindings();
  const httpFindings = createHttpFindings();
  const tlsFindings = createTlsFindings();
  const icmpFindings = createIcmpFindings();
  const cutFindings = createCutFindings();
  // Of the latest packet. In a plain variable each new time would be a new object.
  const endNanoseconds = new Float64Array(1);

  return {
    observe: (packet) => {
      const { dissection, marks, conversation } = packet;
      const now = packet.relativeNanoseconds;
      if (now > (endNanoseconds[0] ?? 0)) endNanoseconds[0] = now;
      if ((marks & packetMarks.cut) !== 0) cutFindings.observe(packet);
      if ((dissection.protocolSet & icmpSet) !== 0) icmpFindings.observe(packet);
      const { transport, application, protocols } = dissection;
      if (conversation < 0 || transport < 0) return;
      if (protocols[transport] === tcp) tcpFindings.observe(packet);
      if (application < 0 || (marks & packetMarks.retransmission) !== 0) return;
      switch (protocols[application]) {
        case dns:
          dnsFindings.observe(packet);
          break;
        case http:
          httpFindings.observe(packet);
          break;
        case tls:
          if (tlsFindings.observe(packet)) tcpFindings.noteTlsAlert(conversation);
          break;
        default:
          break;
      }
    },
    build: (input) => {
      const [end = 0] = endNanoseconds;
      const filtered = createFindingGroups("oneDirectionFiltered", undefined);
      const found = [
        ...tcpFindings.build(input, end, filtered),
        ...dnsFindings.build(input, end, filtered),
        ...httpFindings.build(input.conversations),
        ...tlsFindings.build(input.conversations),
        ...icmpFindings.build(input.conversations),
        ...cutFindings.build(),
        ...buildFileFindings(input),
        ...filtered.build(input.conversations),
      ];
      return found.sort(
        (one, other) =>
          severities.indexOf(one.severity) - severities.indexOf(other.severity) || other.count - one.count,
      );
    },
  };
}
