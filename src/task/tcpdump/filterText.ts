import { toNetwork } from "./network.ts";
import type { TcpdumpOptions } from "./options.ts";

/**
 * The packets that the options ask for, as a tcpdump expression (pcap-filter(7)); empty when everything is caught.
 * A network goes before an address, and icmpv4 knows no ports, as CreateInstanceOpsTask says.
 */
export function toFilterText(options: TcpdumpOptions): string {
  const isIcmp = options.protocol === "icmpv4";
  const ports = isIcmp ? [] : [portTerm("src", options.sourcePort), portTerm("dst", options.destPort)];
  const [sourcePort, destPort] = ports;
  const terms = [
    protocolTerm(options.protocol, sourcePort !== undefined || destPort !== undefined),
    addressTerm("src", options.sourceIp, options.sourceCidr),
    sourcePort,
    addressTerm("dst", options.destIp, options.destCidr),
    destPort,
  ];
  return terms.filter((term) => term !== undefined).join(" and ");
}

function protocolTerm(protocol: TcpdumpOptions["protocol"], hasPort: boolean): string | undefined {
  if (protocol === "icmpv4") return "icmp";
  // A bare `port` of tcpdump also means SCTP, which the API does not know.
  return protocol ?? (hasPort ? "(tcp or udp)" : undefined);
}

function addressTerm(
  side: "src" | "dst",
  address: string | undefined,
  cidr: string | undefined,
): string | undefined {
  // tcpdump refuses a network with host bits: "non-network bits set".
  if (cidr !== undefined) return `${side} net ${toNetwork(cidr)}`;
  return address === undefined ? undefined : `${side} host ${address}`;
}

function portTerm(side: "src" | "dst", port: number | undefined): string | undefined {
  return port === undefined ? undefined : `${side} port ${port}`;
}
