import { buildBytes, toUint16, toUint32 } from "./bytes.ts";
import { buildDnsAnswer, buildDnsQuery } from "./dnsMessage.ts";
import { buildArpReply, buildArpRequest, buildIpv6Frame, toMac } from "./frame.ts";
import { parseIpv4 } from "./ipv4.ts";
import type { Random } from "./random.ts";
import type { TimedFrame } from "./timedFrame.ts";

type Cast = { readonly clientIp: string; readonly serverIp: string };

/** ARP: one asks for the other and gets its answer. */
export function buildArpFrames(start: number, { clientIp, serverIp }: Cast): readonly TimedFrame[] {
  return [
    { timeNanoseconds: start, bytes: buildArpRequest(clientIp, serverIp) },
    { timeNanoseconds: start + 150_000, bytes: buildArpReply(serverIp, clientIp) },
  ];
}

/** IPv6: a neighbour solicitation (RFC 4861), a DNS query with its answer, and a TCP port that refuses. */
export function buildIpv6Frames(start: number, cast: Cast, random: Random): readonly TimedFrame[] {
  const { clientIp, serverIp } = cast;
  const client = toIpv6(clientIp);
  const server = toIpv6(serverIp);
  const port = random.integer(32_768, 60_999);
  const id = random.integer(0, 0xffff);
  const between = (from: string, to: string, nextHeader: number, message: Uint8Array, at: number) =>
    buildIpv6Frame(toMac(from), toMac(to), toIpv6(from), toIpv6(to), { nextHeader, limit: 64 }, message, at);
  const udp = (source: number, dest: number, payload: Uint8Array) =>
    buildBytes(toUint16(source), toUint16(dest), toUint16(8 + payload.length), [0, 0], payload);
  const segment = (source: number, dest: number, sequence: number, acknowledgement: number, flags: number) =>
    buildBytes(toUint16(source), toUint16(dest), toUint32(sequence), toUint32(acknowledgement), [
      0x50,
      flags,
      0xfa,
      0xf0,
      0,
      0,
      0,
      0,
    ]);
  const solicited = server.subarray(13);
  const bytes = [
    buildIpv6Frame(
      toMac(clientIp),
      buildBytes([0x33, 0x33, 0xff], solicited),
      client,
      buildBytes([0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff], solicited),
      { nextHeader: 58, limit: 255 },
      buildBytes([135, 0, 0, 0, 0, 0, 0, 0], server, [1, 1], toMac(clientIp)),
      2,
    ),
    between(clientIp, serverIp, 17, udp(port, 53, buildDnsQuery(id, "shop.internal")), 6),
    between(serverIp, clientIp, 17, udp(53, port, buildDnsAnswer(id, "shop.internal", serverIp)), 6),
    between(clientIp, serverIp, 6, segment(port, 8080, 1000, 0, 0x02), 16),
    between(serverIp, clientIp, 6, segment(8080, port, 0, 1001, 0x14), 16),
  ];
  return bytes.map((frame, index) => ({ timeNanoseconds: start + index * 400_000, bytes: frame }));
}

/** A unique local address (RFC 4193) that ends in the IPv4 one. */
function toIpv6(ip: string): Uint8Array {
  return buildBytes([0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], toUint32(parseIpv4(ip)));
}
