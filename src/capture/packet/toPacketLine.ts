import { toIpv4Text, toIpv6Text, toMacText } from "./address.ts";
import { toApplicationLine } from "./app/toApplicationLine.ts";
import { maxFieldText, type PacketLine } from "./decodedPacket.ts";
import { toNamedMarks } from "./describe/tcpMarks.ts";
import type { Dissection } from "./dissection.ts";
import { toArpInfo } from "./line/toArpInfo.ts";
import { toIcmpInfo } from "./line/toIcmpInfo.ts";
import { toIcmpv6Info } from "./line/toIcmpv6Info.ts";
import { toLinkInfo } from "./line/toLinkInfo.ts";
import { toNetworkInfo } from "./line/toNetworkInfo.ts";
import { toTcpInfo } from "./line/toTcpInfo.ts";
import { toUdpInfo } from "./line/toUdpInfo.ts";
import type { PacketContext } from "./packetContext.ts";
import { packetMarks } from "../analysis/packetMarks.ts";
import { protocolCodes } from "./protocol.ts";
import { readArp } from "./readArp.ts";
import { toFaultText } from "./toFaultText.ts";

/** A packet as a line of a list, in the words of Wireshark's columns; never throws. */
export function toPacketLine(dissection: Dissection, context: PacketContext): PacketLine {
  const { source, destination } = toEnds(dissection);
  const { protocol, info } = toText(dissection, context);
  const fault = toFaultText(dissection);
  const full = fault === undefined ? info : `${info}${info === "" ? "" : " "}[${fault}]`;
  return { source, destination, protocol, info: full.slice(0, maxFieldText) };
}

function toText(dissection: Dissection, context: PacketContext): { protocol: string; info: string } {
  const { network, transport, protocols } = dissection;
  const arp = toArpLayer(dissection);
  if (arp >= 0) return { protocol: "ARP", info: toArpInfo(dissection, arp) };
  if (transport >= 0) {
    switch (protocols[transport]) {
      case protocolCodes.tcp:
        return toTcpText(dissection, context);
      case protocolCodes.udp:
        return toApplicationLine(dissection) ?? { protocol: "UDP", info: toUdpInfo(dissection) };
      case protocolCodes.icmp:
        return { protocol: "ICMP", info: toIcmpInfo(dissection) };
      default:
        return { protocol: "ICMPv6", info: toIcmpv6Info(dissection) };
    }
  }
  if (network >= 0) {
    const protocol = protocols[network] === protocolCodes.ip ? "IPv4" : "IPv6";
    return { protocol, info: toNetworkInfo(dissection) };
  }
  return toLinkInfo(dissection);
}

/** What was carried before, or comes at the wrong time, says nothing new: then the segment itself is the news. */
const marksOfOldData =
  packetMarks.retransmission | packetMarks.outOfOrder | packetMarks.keepAlive | packetMarks.zeroWindowProbe;

function toTcpText(dissection: Dissection, context: PacketContext): { protocol: string; info: string } {
  const prefix = toNamedMarks(context.marks)
    .map((mark) => `${mark.prefix} `)
    .join("");
  const application = (context.marks & marksOfOldData) !== 0 ? undefined : toApplicationLine(dissection);
  return application === undefined
    ? { protocol: "TCP", info: prefix + toTcpInfo(dissection, context) }
    : { protocol: application.protocol, info: prefix + application.info };
}

/** ARP carries nothing, so that it is the innermost layer of where it is; in a tunnel too. */
function toArpLayer({ protocols, layerCount }: Dissection): number {
  for (let layer = 0; layer < layerCount; layer += 1) {
    if (protocols[layer] === protocolCodes.arp) return layer;
  }
  return -1;
}

/** The innermost addresses that the packet itself has: of IP, of ARP, or of the link. */
function toEnds(dissection: Dissection): { source: string; destination: string } {
  const { bytes, network, protocols, starts, payloads, layerCount } = dissection;
  const arpLayer = toArpLayer(dissection);
  const arp = arpLayer < 0 ? undefined : readArp(dissection, arpLayer);
  if (arp !== undefined) return { source: arp.senderIp, destination: arp.targetIp };
  if (network >= 0) {
    const at = starts[network] ?? 0;
    return protocols[network] === protocolCodes.ip
      ? { source: toIpv4Text(bytes, at + 12), destination: toIpv4Text(bytes, at + 16) }
      : { source: toIpv6Text(bytes, at + 8), destination: toIpv6Text(bytes, at + 24) };
  }
  const at = starts[0] ?? 0;
  if (layerCount > 0 && protocols[0] === protocolCodes.eth) {
    return { source: toMacText(bytes, at + 6), destination: toMacText(bytes, at) };
  }
  if (layerCount > 0 && protocols[0] === protocolCodes.sll) {
    const isSecond = (payloads[0] ?? 0) - at === 20;
    const hasMac = isSecond ? bytes[at + 11] === 6 : bytes[at + 4] === 0 && bytes[at + 5] === 6;
    return { source: hasMac ? toMacText(bytes, at + (isSecond ? 12 : 6)) : "", destination: "" };
  }
  return { source: "", destination: "" };
}
