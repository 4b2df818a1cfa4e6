import { buildBytes, toUint16, toUint32, type BytePart } from "../../../../src/simulator/synthetic/bytes.ts";

/** Headers around a payload, each with its own length fields right unless told otherwise; checksums are 0 unless told. */
export const macs = { a: [2, 0, 0, 0, 0, 1], b: [2, 0, 0, 0, 0, 2] } as const;

export const ip4 = { a: [10, 0, 0, 1], b: [192, 168, 7, 9] } as const;

const toAddress6 = (last: number) => [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last];
export const ip6 = { a: toAddress6(1), b: toAddress6(2) } as const;

export function ethernet(type: number, ...payload: readonly BytePart[]): Uint8Array {
  return buildBytes(macs.b, macs.a, toUint16(type), ...payload);
}

export function tag(control: number, type: number, ...payload: readonly BytePart[]): Uint8Array {
  return buildBytes(toUint16(control), toUint16(type), ...payload);
}

export type Ipv4Parts = {
  readonly options?: BytePart;
  readonly totalLength?: number;
  readonly id?: number;
  /** Flags and offset in units of 8 bytes. */
  readonly fragment?: number;
  readonly ttl?: number;
  readonly services?: number;
  readonly checksum?: number;
};

export function ipv4(protocol: number, parts: Ipv4Parts, ...payload: readonly BytePart[]): Uint8Array {
  const body = buildBytes(...payload);
  const options = buildBytes(parts.options ?? []);
  const header = 20 + options.length;
  return buildBytes(
    [0x40 | (header / 4), parts.services ?? 0],
    toUint16(parts.totalLength ?? header + body.length),
    toUint16(parts.id ?? 0x1234),
    toUint16(parts.fragment ?? 0x4000),
    [parts.ttl ?? 64, protocol],
    toUint16(parts.checksum ?? 0),
    ip4.a,
    ip4.b,
    options,
    body,
  );
}

export function ipv6(next: number, ...payload: readonly BytePart[]): Uint8Array {
  const body = buildBytes(...payload);
  return buildBytes([0x6b, 0xa1, 0x23, 0x45], toUint16(body.length), [next, 61], ip6.a, ip6.b, body);
}

export type TcpParts = {
  readonly ports?: readonly [number, number];
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly flags?: number;
  readonly window?: number;
  readonly options?: BytePart;
};

let tcpCount = 0;

export function tcp(parts: TcpParts, ...payload: readonly BytePart[]): Uint8Array {
  const options = buildBytes(parts.options ?? []);
  // Every segment is of a connection of its own unless told otherwise, so that none is a retransmission.
  tcpCount += 1;
  const [source, destination] = parts.ports ?? [40000 + tcpCount, 9999];
  return buildBytes(
    toUint16(source),
    toUint16(destination),
    toUint32(parts.sequence ?? 1000),
    toUint32(parts.acknowledgment ?? 0),
    toUint16((((20 + options.length) / 4) << 12) | (parts.flags ?? 0x10)),
    toUint16(parts.window ?? 500),
    [0, 0, 0, 0],
    options,
    ...payload,
  );
}

export function udp(ports: readonly [number, number], ...payload: readonly BytePart[]): Uint8Array {
  const body = buildBytes(...payload);
  return buildBytes(toUint16(ports[0]), toUint16(ports[1]), toUint16(8 + body.length), [0, 0], body);
}

export function icmp(
  type: number,
  code: number,
  rest: BytePart,
  ...payload: readonly BytePart[]
): Uint8Array {
  return buildBytes([type, code, 0, 0], rest, ...payload);
}

export function vxlan(network: number, ...frame: readonly BytePart[]): Uint8Array {
  return udp([51111, 4789], buildBytes([8, 0, 0, 0], toUint32(network * 256), ...frame));
}

export function gre(
  flags: number,
  type: number,
  options: BytePart,
  ...payload: readonly BytePart[]
): Uint8Array {
  return buildBytes(toUint16(flags), toUint16(type), options, ...payload);
}

/** An extension header of so many times 8 bytes: hop-by-hop, routing or destination options, filled with PadN. */
export function extension(next: number, eights: number, ...payload: readonly BytePart[]): Uint8Array {
  const header = new Uint8Array(8 * eights);
  header[0] = next;
  header[1] = eights - 1;
  header[2] = 1;
  header[3] = 8 * eights - 4;
  return buildBytes(header, ...payload);
}
