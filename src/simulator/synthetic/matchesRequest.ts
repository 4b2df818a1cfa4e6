import type { CaptureRequest } from "../engine.ts";
import { isInNetwork, parseIpv4 } from "./ipv4.ts";

/** The part of a request that chooses packets. */
export type PacketChoice = Pick<
  CaptureRequest,
  "protocol" | "sourceIp" | "sourceCidr" | "sourcePort" | "destIp" | "destCidr" | "destPort"
>;

type Addresses = {
  readonly version: 4 | 6 | "arp";
  readonly source: number | undefined;
  readonly dest: number | undefined;
  readonly protocol: number | undefined;
  /** Where ports would stand: nothing for a later fragment. */
  readonly transportAt: number | undefined;
};

const protocolNumbers = new Map([
  ["tcp", 6],
  ["udp", 17],
  ["icmpv4", 1],
]);

/**
 * Whether an Ethernet frame is one that the options of CreateInstanceOpsTask ask for: all that is set holds at
 * once, source and destination are separate, a network wins over an address, ports mean TCP or UDP where no
 * protocol is set and nothing for icmpv4. Addresses are IPv4's, ARP included, as in the tcpdump language.
 */
export function matchesRequest(frame: Uint8Array, choice: PacketChoice): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const found = readAddresses(view);
  return (
    matchesProtocol(found, choice.protocol) &&
    matchesAddress(found?.source, choice.sourceIp, choice.sourceCidr) &&
    matchesAddress(found?.dest, choice.destIp, choice.destCidr) &&
    (choice.protocol === "icmpv4" || matchesPorts(view, found, choice))
  );
}

function readAddresses(view: DataView): Addresses | undefined {
  const etherType = view.byteLength >= 14 ? view.getUint16(12) : 0;
  if (etherType === 0x0800 && view.byteLength >= 34) {
    const isLaterFragment = (view.getUint16(20) & 0x1fff) !== 0;
    return {
      version: 4,
      source: view.getUint32(26),
      dest: view.getUint32(30),
      protocol: view.getUint8(23),
      transportAt: isLaterFragment ? undefined : 14 + (view.getUint8(14) & 15) * 4,
    };
  }
  if (etherType === 0x86dd && view.byteLength >= 54) {
    return { version: 6, source: undefined, dest: undefined, protocol: view.getUint8(20), transportAt: 54 };
  }
  if (etherType === 0x0806 && view.byteLength >= 42) {
    const source = view.getUint32(28);
    return { version: "arp", source, dest: view.getUint32(38), protocol: undefined, transportAt: undefined };
  }
  return undefined;
}

function matchesProtocol(found: Addresses | undefined, protocol: string | undefined): boolean {
  if (protocol === undefined) return true;
  const number = protocolNumbers.get(protocol);
  return number !== undefined && found?.protocol === number && (protocol !== "icmpv4" || found.version === 4);
}

function matchesAddress(
  address: number | undefined,
  ip: string | undefined,
  cidr: string | undefined,
): boolean {
  if (cidr !== undefined) return address !== undefined && isInNetwork(address, cidr);
  return ip === undefined || address === parseIpv4(ip);
}

function matchesPorts(view: DataView, found: Addresses | undefined, choice: PacketChoice): boolean {
  if (choice.sourcePort === undefined && choice.destPort === undefined) return true;
  if (found?.protocol !== 6 && found?.protocol !== 17) return false;
  const at = found.transportAt;
  if (at === undefined || view.byteLength < at + 4) return false;
  return (
    (choice.sourcePort === undefined || view.getUint16(at) === choice.sourcePort) &&
    (choice.destPort === undefined || view.getUint16(at + 2) === choice.destPort)
  );
}
