/** Puts headers around one another, written after the RFCs; checksums are left 0 but where a test fills them. */
export type Bytes = readonly number[];

export const uint16 = (value: number): Bytes => [(value >>> 8) & 255, value & 255];
export const uint32 = (value: number): Bytes => [...uint16(value >>> 16), ...uint16(value & 0xffff)];
export const toMac = (text: string): Bytes => text.split(":").map((part) => Number.parseInt(part, 16));
export const toIpv4 = (text: string): Bytes => text.split(".").map(Number);

/** Eight groups, all written out. */
export const toIpv6 = (text: string): Bytes =>
  text.split(":").flatMap((group) => uint16(Number.parseInt(group, 16)));

export function ethernet(source: string, destination: string, type: number, payload: Bytes): Bytes {
  return [...toMac(destination), ...toMac(source), ...uint16(type), ...payload];
}

export function vlan(id: number, type: number, payload: Bytes): Bytes {
  return [...uint16(id), ...uint16(type), ...payload];
}

export function ipv4(
  source: string,
  destination: string,
  protocol: number,
  payload: Bytes,
  options: Bytes = [],
): Bytes {
  const words = 5 + options.length / 4;
  const head = [0x40 | words, 0, ...uint16(words * 4 + payload.length), 0x12, 0x34, 0, 0, 64, protocol, 0, 0];
  return [...head, ...toIpv4(source), ...toIpv4(destination), ...options, ...payload];
}

export function ipv6(source: string, destination: string, next: number, payload: Bytes): Bytes {
  return [
    0x60,
    0,
    0,
    0,
    ...uint16(payload.length),
    next,
    255,
    ...toIpv6(source),
    ...toIpv6(destination),
    ...payload,
  ];
}

export function udp(sourcePort: number, destinationPort: number, payload: Bytes, checksum = 0): Bytes {
  return [
    ...uint16(sourcePort),
    ...uint16(destinationPort),
    ...uint16(8 + payload.length),
    ...uint16(checksum),
    ...payload,
  ];
}

export function tcp(sourcePort: number, destinationPort: number, payload: Bytes, options: Bytes = []): Bytes {
  const head = [...uint16(sourcePort), ...uint16(destinationPort), ...uint32(1000), ...uint32(2000)];
  const words = 5 + options.length / 4;
  return [...head, words << 4, 0x18, ...uint16(512), 0, 0, 0, 0, ...options, ...payload];
}

export function icmp(type: number, code: number, word: Bytes, payload: Bytes): Bytes {
  return [type, code, 0, 0, ...word, ...payload];
}

export function vxlan(network: number, payload: Bytes): Bytes {
  return [8, 0, 0, 0, ...uint32(network << 8), ...payload];
}
