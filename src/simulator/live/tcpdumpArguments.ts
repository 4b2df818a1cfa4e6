import type { CaptureRequest } from "../engine.ts";
import { parseIpv4 } from "../synthetic/ipv4.ts";

/** The most bytes of a packet that tcpdump keeps (netdissect.h, MAXIMUM_SNAPLEN). */
const maxSnaplenBytes = 262_144;

/** The arguments of a tcpdump that writes the packets of a request to its standard output as they come. */
export function toTcpdumpArguments(request: CaptureRequest): readonly string[] {
  return [
    ...["-i", request.interfaceName],
    ...["-s", String(Math.min(request.snaplenBytes, maxSnaplenBytes))],
    ...(request.packetCount === undefined ? [] : ["-c", String(Math.min(request.packetCount, 2 ** 31 - 1))]),
    ...["-U", "--immediate-mode", "-Z", "root", "-w", "-"],
    toFilter(request),
  ];
}

/** The filter that CreateInstanceOpsTask describes: everything set holds at once, and a CIDR block wins over an address. */
function toFilter(request: CaptureRequest): string {
  const { protocol, sourcePort, destPort } = request;
  const parts: string[] = [];
  if (protocol !== undefined) parts.push(`(${protocol === "icmpv4" ? "icmp" : protocol})`);
  parts.push(
    ...toEnd("src", request.sourceIp, request.sourceCidr),
    ...toEnd("dst", request.destIp, request.destCidr),
  );
  if (protocol !== "icmpv4") {
    const kinds = protocol === undefined ? ["tcp", "udp"] : [protocol];
    for (const [side, port] of [
      ["src", sourcePort],
      ["dst", destPort],
    ] as const) {
      if (port !== undefined)
        parts.push(`(${kinds.map((kind) => `${kind} ${side} port ${port}`).join(" or ")})`);
    }
  }
  return parts.join(" && ");
}

function toEnd(side: "src" | "dst", ip: string | undefined, cidr: string | undefined): readonly string[] {
  if (cidr === undefined) return ip === undefined ? [] : [`(${side} host ${ip})`];
  const [base = "", bits = ""] = cidr.split("/");
  // tcpdump refuses a network whose host bits are set.
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(parseIpv4(base) / size) * size;
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return [`(${side} net ${octets.join(".")}/${bits})`];
}
