import { isInNetwork, toNetwork } from "./network.ts";
import type { TcpdumpOptions } from "./options.ts";

/** What a capture will not do although its form is valid; the host has words for each. */
export type AdviceCode =
  | "regionNotOffered"
  | "regionsNotOffered"
  | "noLimit"
  | "portsIgnored"
  | "sourceNetworkWins"
  | "destNetworkWins"
  | "sourceHostBitsCleared"
  | "destHostBitsCleared"
  | "repliesFromPortMissing"
  | "repliesFromAddressMissing"
  | "repliesFromEndpointMissing"
  | "packetsToPortMissing"
  | "packetsToAddressMissing"
  | "packetsToEndpointMissing"
  | "otherDirectionMissing"
  | "sourceEqualsDest"
  | "neitherSideIsInstance"
  | "instancesOnNeitherSide"
  | "loopbackNeedsInterface"
  | "loopbackInterface"
  | "ipv6NotCaught"
  | "ipv6Uncertain"
  | "headersCut"
  | "payloadCut";

/** One sentence beside the form; `params` fills the gaps of the host's words. */
export type Advice = {
  readonly code: AdviceCode;
  readonly severity: "warning" | "info";
  readonly params: Readonly<Record<string, string | number>>;
};

/** What is known about where the capture will run. */
export type AdviceContext = {
  /** The region is one of those where tcpdump is not offered. */
  readonly regionWithoutTcpdump: boolean;
  /** The private IPv4 address of the instance. */
  readonly instanceIp?: string | undefined;
};

/** One side of the filter as it takes effect: the network before the address, no port with icmpv4. */
type Side = { readonly address: string | undefined; readonly port: number | undefined };

/** Ethernet, IPv4 and TCP headers without options; and with a full payload at the usual MTU, in bytes. */
const shortestHeadersBytes = 54;
const fullFrameBytes = 1_514;

/** Everything worth saying about valid options, the most important first. */
export function findAdvice(options: TcpdumpOptions, context: AdviceContext): readonly Advice[] {
  const source = toSide(options, options.sourceIp, options.sourceCidr, options.sourcePort);
  const dest = toSide(options, options.destIp, options.destCidr, options.destPort);
  return [
    ...(context.regionWithoutTcpdump ? [warning("regionNotOffered")] : []),
    ...findImpossible(options, source, dest, context.instanceIp),
    ...findLimits(options),
    ...findIgnored(options),
    ...findMissingDirection(source, dest),
    ...findIpv6(options, source, dest),
    ...findCut(options.snaplenBytes),
  ];
}

function toSide(
  { protocol }: TcpdumpOptions,
  ip: string | undefined,
  cidr: string | undefined,
  port: number | undefined,
): Side {
  return {
    address: cidr === undefined ? ip : toNetwork(cidr),
    port: protocol === "icmpv4" ? undefined : port,
  };
}

function findLimits({ durationSeconds, packetCount, fileSizeBytes }: TcpdumpOptions): Advice[] {
  const isLimited = [durationSeconds, packetCount, fileSizeBytes].some((limit) => limit !== undefined);
  return isLimited ? [] : [warning("noLimit")];
}

function findIgnored(options: TcpdumpOptions): Advice[] {
  const { protocol, sourceIp, sourceCidr, sourcePort, destIp, destCidr, destPort } = options;
  const found: Advice[] = [];
  if (protocol === "icmpv4" && (sourcePort !== undefined || destPort !== undefined))
    found.push(warning("portsIgnored"));
  for (const [ip, cidr, wins, cleared] of [
    [sourceIp, sourceCidr, "sourceNetworkWins", "sourceHostBitsCleared"],
    [destIp, destCidr, "destNetworkWins", "destHostBitsCleared"],
  ] as const) {
    if (cidr === undefined) continue;
    const network = toNetwork(cidr);
    if (ip !== undefined) found.push(warning(wins, { address: ip, network }));
    if (network !== cidr) found.push(info(cleared, { typed: cidr, network }));
  }
  return found;
}

/** The filter is directional: what flows the other way is caught only where both sides ask for the same. */
function findMissingDirection(source: Side, dest: Side): Advice[] {
  if (source.address === dest.address && source.port === dest.port) return [];
  if (isEmpty(source))
    return missingFor(dest, [
      "repliesFromPortMissing",
      "repliesFromAddressMissing",
      "repliesFromEndpointMissing",
    ]);
  if (isEmpty(dest))
    return missingFor(source, [
      "packetsToPortMissing",
      "packetsToAddressMissing",
      "packetsToEndpointMissing",
    ]);
  return [warning("otherDirectionMissing", { source: toText(source), dest: toText(dest) })];
}

function missingFor(
  { address, port }: Side,
  [forPort, forAddress, forBoth]: readonly [AdviceCode, AdviceCode, AdviceCode],
): Advice[] {
  if (address === undefined) return port === undefined ? [] : [warning(forPort, { port })];
  return [port === undefined ? warning(forAddress, { address }) : warning(forBoth, { address, port })];
}

function findImpossible(
  options: TcpdumpOptions,
  source: Side,
  dest: Side,
  instanceIp: string | undefined,
): Advice[] {
  const isLoopbackInterface = options.interfaceName === "lo";
  const addresses = [source.address, dest.address].filter((address) => address !== undefined);
  if (isLoopbackInterface) return [info("loopbackInterface")];
  if (
    options.interfaceName !== "any" &&
    addresses.some((address) => isInNetwork(first(address), "127.0.0.0/8"))
  )
    return [warning("loopbackNeedsInterface")];
  if (addresses.length < 2) return [];
  const [from = "", to = ""] = addresses;
  if (from === to && !from.includes("/")) return [warning("sourceEqualsDest", { address: from })];
  if (instanceIp === undefined || isGroupAddress(to)) return [];
  return addresses.some((address) => isInNetwork(instanceIp, address))
    ? []
    : [warning("neitherSideIsInstance", { instanceIp })];
}

/** Multicast and the limited broadcast reach an instance that is neither side (RFC 5771, RFC 919). */
function isGroupAddress(address: string): boolean {
  return isInNetwork(first(address), "224.0.0.0/4") || first(address) === "255.255.255.255";
}

function findIpv6({ protocol }: TcpdumpOptions, source: Side, dest: Side): Advice[] {
  if (protocol === "icmpv4" || source.address !== undefined || dest.address !== undefined)
    return [info("ipv6NotCaught")];
  // No page of the API says whether tcp and udp include their IPv6 packets.
  return protocol === undefined && isEmpty(source) && isEmpty(dest) ? [] : [info("ipv6Uncertain")];
}

function findCut(bytes: number | undefined): Advice[] {
  if (bytes === undefined || bytes >= fullFrameBytes) return [];
  return [bytes < shortestHeadersBytes ? warning("headersCut", { bytes }) : info("payloadCut", { bytes })];
}

function isEmpty({ address, port }: Side): boolean {
  return address === undefined && port === undefined;
}

/** `10.0.0.5:443`, `10.0.0.0/8`, `*:443`: no words, so nothing to translate. */
function toText({ address = "*", port }: Side): string {
  return port === undefined ? address : `${address}:${port}`;
}

function first(address: string): string {
  return address.split("/")[0] ?? address;
}

function warning(code: AdviceCode, params: Advice["params"] = {}): Advice {
  return { code, severity: "warning", params };
}

function info(code: AdviceCode, params: Advice["params"] = {}): Advice {
  return { code, severity: "info", params };
}
