import type { ConversationTable } from "../analysis/conversation.ts";
import type { ObservedPacket } from "../analysis/captureAnalysis.ts";
import type { Dissection } from "../packet/dissection.ts";
import { protocolCodes } from "../packet/protocol.ts";
import { readAddress, readPort, toEndpointText } from "./endpointText.ts";
import { toAddressFilter, toFilter } from "./filterText.ts";
import type { Finding } from "./finding.ts";
import { createFindingGroups } from "./findingGroups.ts";

export type IcmpFindings = {
  /** Takes a packet that has an ICMP or ICMPv6 layer of its own. */
  observe(packet: ObservedPacket): void;
  build(conversations: ConversationTable): readonly Finding[];
};

/** RFC 792, RFC 1122 section 3.2.2.1 and RFC 1812 section 5.2.7.1. */
const reasons = [
  "network unreachable",
  "host unreachable",
  "protocol unreachable",
  "port unreachable",
  "fragmentation needed",
  "source route failed",
  "network unknown",
  "host unknown",
  "source host isolated",
  "network administratively prohibited",
  "host administratively prohibited",
  "network unreachable for this type of service",
  "host unreachable for this type of service",
  "communication administratively prohibited",
  "host precedence violation",
  "precedence cutoff",
];
/** RFC 4443 section 3.1. */
const reasonsOfVersion6 = [
  "no route",
  "administratively prohibited",
  "beyond the scope of the source address",
  "address unreachable",
  "port unreachable",
  "source address failed the policy",
  "route rejected",
];

/** What routers and hosts say that they could not deliver. */
export function createIcmpFindings(): IcmpFindings {
  const unreachable = createFindingGroups("icmpUnreachable", "icmp || icmpv6");
  const tooBig = createFindingGroups("fragmentationNeeded", "icmp || icmpv6");

  const note = (packet: ObservedPacket, isVersion6: boolean) => {
    const { dissection, number } = packet;
    const { bytes, view, starts, ends, transport, network } = dissection;
    const at = starts[transport] ?? 0;
    if (at + 8 > (ends[transport] ?? 0)) return;
    const [type = 0, code = 0] = bytes.subarray(at, at + 2);
    const isTooBig = isVersion6 ? type === 2 : type === 3 && code === 4;
    const isUnreachable = isVersion6 ? type === 1 : type === 3;
    if (!isTooBig && !isUnreachable) return;
    const from = readAddress(dissection, network, "source");
    const to = readQuotedDestination(dissection);
    const filter = toFilter(isVersion6 ? "icmpv6" : "icmp", toAddressFilter(from));
    if (isTooBig) {
      const mtu = isVersion6 ? view.getUint32(at + 4) : view.getUint16(at + 6);
      const { address } = to;
      tooBig.add(`${from} ${address} ${mtu}`, { packets: [number] }, () => ({
        severity: "warning",
        params: { from, to: address, mtu },
        filter,
      }));
      return;
    }
    const reason = (isVersion6 ? reasonsOfVersion6 : reasons)[code] ?? `code ${code}`;
    const target = toEndpointText(to);
    unreachable.add(`${from} ${reason} ${target}`, { packets: [number] }, () => ({
      severity: "error",
      params: { from, to: target, reason },
      filter,
    }));
  };

  return {
    observe: (packet) => {
      const protocol = packet.dissection.protocols[packet.dissection.transport];
      if (protocol === protocolCodes.icmp) note(packet, false);
      else if (protocol === protocolCodes.icmpv6) note(packet, true);
    },
    build: (conversations) => [...unreachable.build(conversations), ...tooBig.build(conversations)],
  };
}

/** Where the packet wanted to go that is quoted; an empty address where none is. */
function readQuotedDestination(dissection: Dissection) {
  const { quotedFrom, layerCount, protocols } = dissection;
  if (quotedFrom >= layerCount) return { address: "", port: undefined };
  let port: number | undefined;
  for (let layer = quotedFrom + 1; layer < layerCount && port === undefined; layer += 1) {
    const protocol = protocols[layer];
    if (protocol === protocolCodes.icmp || protocol === protocolCodes.icmpv6) break;
    port = readPort(dissection, layer, "destination");
  }
  return { address: readAddress(dissection, quotedFrom, "destination"), port };
}
