import { buildBytes, toUint16, toUint32, type BytePart } from "./bytes.ts";
import { parseIpv4 } from "./ipv4.ts";

/** A TCP segment's own fields; sequence numbers are taken modulo 2^32. */
export type TcpSegment = {
  readonly sequence: number;
  readonly acknowledgement: number;
  readonly flags: number;
  readonly windowBytes: number;
  readonly options?: BytePart | undefined;
  readonly payload: Uint8Array;
};

export type Flow = {
  readonly sourceIp: string;
  readonly destIp: string;
  readonly sourcePort: number;
  readonly destPort: number;
};

export const tcpFlags = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

const broadcastMac = [255, 255, 255, 255, 255, 255];

/** The Ethernet address of an IPv4 address: locally administered, one for one. */
export function toMac(ip: string): readonly number[] {
  return [0x02, 0x16, ...toUint32(parseIpv4(ip))];
}

/** An Ethernet frame with a TCP segment (RFC 9293); `id` is the IPv4 identification. */
export function buildTcpFrame(flow: Flow, id: number, segment: TcpSegment): Uint8Array {
  const options = buildBytes(segment.options ?? []);
  const tcp = buildBytes(
    toUint16(flow.sourcePort),
    toUint16(flow.destPort),
    toUint32(segment.sequence),
    toUint32(segment.acknowledgement),
    [((20 + options.length) / 4) << 4, segment.flags],
    toUint16(segment.windowBytes),
    [0, 0, 0, 0],
    options,
    segment.payload,
  );
  return buildIpv4Frame(flow.sourceIp, flow.destIp, id, 6, withTransportChecksum(flow, 6, tcp, 16));
}

/** An Ethernet frame with a UDP datagram (RFC 768). */
export function buildUdpFrame(flow: Flow, id: number, payload: Uint8Array): Uint8Array {
  const udp = buildBytes(
    toUint16(flow.sourcePort),
    toUint16(flow.destPort),
    toUint16(8 + payload.length),
    [0, 0],
    payload,
  );
  return buildIpv4Frame(flow.sourceIp, flow.destIp, id, 17, withTransportChecksum(flow, 17, udp, 6));
}

/** An Ethernet frame with an ICMP message (RFC 792), `message` being all of it with a checksum of 0. */
export function buildIcmpFrame(source: string, dest: string, id: number, message: Uint8Array): Uint8Array {
  return buildIpv4Frame(source, dest, id, 1, withChecksum(message, 2, toChecksum(message)));
}

/** An ARP request that asks everyone for `dest` (RFC 826). */
export function buildArpRequest(source: string, dest: string): Uint8Array {
  return buildArpFrame(1, broadcastMac, source, [0, 0, 0, 0, 0, 0], dest);
}

/** The answer to an ARP request. */
export function buildArpReply(source: string, dest: string): Uint8Array {
  return buildArpFrame(2, toMac(dest), source, toMac(dest), dest);
}

function buildArpFrame(
  operation: number,
  to: readonly number[],
  source: string,
  target: readonly number[],
  dest: string,
): Uint8Array {
  return buildBytes(
    to,
    toMac(source),
    [0x08, 0x06, 0, 1, 0x08, 0, 6, 4],
    toUint16(operation),
    toMac(source),
    toUint32(parseIpv4(source)),
    target,
    toUint32(parseIpv4(dest)),
  );
}

/** An Ethernet frame with IPv6 (RFC 8200) around a TCP, UDP or ICMPv6 message whose checksum, 0 before, stands at `checksumAt`. */
export function buildIpv6Frame(
  sourceMac: BytePart,
  destMac: BytePart,
  source: Uint8Array,
  dest: Uint8Array,
  hop: { readonly nextHeader: number; readonly limit: number },
  message: Uint8Array,
  checksumAt: number,
): Uint8Array {
  const pseudo = buildBytes(source, dest, toUint32(message.length), [0, 0, 0, hop.nextHeader]);
  return buildBytes(
    destMac,
    sourceMac,
    [0x86, 0xdd, 0x60, 0, 0, 0],
    toUint16(message.length),
    [hop.nextHeader, hop.limit],
    source,
    dest,
    withChecksum(message, checksumAt, toChecksum(buildBytes(pseudo, message))),
  );
}

function buildIpv4Frame(source: string, dest: string, id: number, protocol: number, payload: Uint8Array) {
  const header = buildBytes(
    [0x45, 0],
    toUint16(20 + payload.length),
    toUint16(id),
    [0x40, 0, 64, protocol, 0, 0],
    toUint32(parseIpv4(source)),
    toUint32(parseIpv4(dest)),
  );
  return buildBytes(
    toMac(dest),
    toMac(source),
    [0x08, 0],
    withChecksum(header, 10, toChecksum(header)),
    payload,
  );
}

function withTransportChecksum(flow: Flow, protocol: number, message: Uint8Array, at: number): Uint8Array {
  const pseudo = buildBytes(
    toUint32(parseIpv4(flow.sourceIp)),
    toUint32(parseIpv4(flow.destIp)),
    [0, protocol],
    toUint16(message.length),
  );
  const sum = toChecksum(buildBytes(pseudo, message));
  // RFC 768: a UDP checksum of 0 means "none", so a computed 0 travels as its other form.
  return withChecksum(message, at, protocol === 17 && sum === 0 ? 0xffff : sum);
}

/** The Internet checksum (RFC 1071) of the bytes. */
function toChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function withChecksum(bytes: Uint8Array, at: number, sum: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(toUint16(sum), at);
  return copy;
}
