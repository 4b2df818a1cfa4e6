import type { Endpoint } from "../analysis/conversation.ts";
import type { CaptureRequest } from "./captureRequest.ts";

/** Whether a capture kept packets that go from one end to another, by what it was asked for. */
export function wouldKeep(request: CaptureRequest | undefined, from: Endpoint, to: Endpoint): boolean {
  return (
    matchesEnd(from, request?.source, request?.sourcePort) &&
    matchesEnd(to, request?.destination, request?.destinationPort)
  );
}

/** What a capture was asked to keep, as a tcpdump expression (pcap-filter(7)); empty for everything. */
export function toRequestText(request: CaptureRequest | undefined): string {
  if (request === undefined) return "";
  const { protocol, source, sourcePort, destination, destinationPort } = request;
  const parts = [
    protocol === undefined || protocol === "any" ? undefined : (protocolWords.get(protocol) ?? protocol),
    source === undefined ? undefined : `src ${toAddressWord(source)} ${source}`,
    sourcePort === undefined ? undefined : `src port ${sourcePort}`,
    destination === undefined ? undefined : `dst ${toAddressWord(destination)} ${destination}`,
    destinationPort === undefined ? undefined : `dst port ${destinationPort}`,
  ];
  return parts.filter((part) => part !== undefined).join(" and ");
}

const protocolWords = new Map([["icmpv4", "icmp"]]);

function toAddressWord(address: string): string {
  return address.includes("/") ? "net" : "host";
}

function matchesEnd(end: Endpoint, address: string | undefined, port: number | undefined): boolean {
  return (
    (port === undefined || port === end.port) && (address === undefined || isWithin(end.address, address))
  );
}

/** Whether an address is another, or in an IPv4 network such as 10.0.0.0/8. */
function isWithin(address: string, network: string): boolean {
  const [base = "", length] = network.split("/");
  const value = toIpv4Number(address);
  const start = toIpv4Number(base);
  if (value === undefined || start === undefined) return address === base;
  const bits = length === undefined ? 32 : Number(length);
  const size = 2 ** (32 - Math.min(32, Math.max(0, Number.isNaN(bits) ? 32 : bits)));
  return Math.floor(value / size) === Math.floor(start / size);
}

function toIpv4Number(text: string): number | undefined {
  const parts = text.split(".").map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
