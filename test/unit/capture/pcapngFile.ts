/** Writes pcapng blocks of one byte order, after the draft and not after our reader. */
export function createPcapngBlocks(littleEndian: boolean) {
  const uint16 = (value: number) => swap([value >>> 8, value & 255]);
  const uint32 = (value: number) => swap([24, 16, 8, 0].map((shift) => (value >>> shift) & 255));
  const swap = (octets: readonly number[]) => (littleEndian ? octets.toReversed() : [...octets]);
  const pad = (octets: readonly number[]) => [...octets, ...new Array<number>(-octets.length & 3).fill(0)];
  const block = (type: number, body: readonly number[]) => {
    const length = uint32(12 + body.length);
    return Uint8Array.from([...uint32(type), ...length, ...body, ...length]);
  };
  const option = (code: number, value: readonly number[]) => [
    ...uint16(code),
    ...uint16(value.length),
    ...pad(value),
  ];
  const split = (ticks: bigint) => [...uint32(Number(ticks >> 32n)), ...uint32(Number(ticks & 0xffffffffn))];
  return {
    block,
    option,
    section: (options: readonly number[] = []) =>
      block(0x0a0d0d0a, [
        ...uint32(0x1a2b3c4d),
        ...uint16(1),
        ...uint16(0),
        ...new Array<number>(8).fill(255),
        ...options,
      ]),
    interface: (linkType: number, snaplenBytes: number, options: readonly number[] = []) =>
      block(1, [...uint16(linkType), 0, 0, ...uint32(snaplenBytes), ...options]),
    enhanced: (interfaceId: number, ticks: bigint, data: readonly number[], wholeBytes = data.length) =>
      block(6, [
        ...uint32(interfaceId),
        ...split(ticks),
        ...uint32(data.length),
        ...uint32(wholeBytes),
        ...pad(data),
      ]),
    obsolete: (interfaceId: number, ticks: bigint, data: readonly number[]) =>
      block(2, [
        ...[
          ...uint16(interfaceId),
          ...uint16(0),
          ...split(ticks),
          ...uint32(data.length),
          ...uint32(data.length),
        ],
        ...pad(data),
      ]),
    simple: (data: readonly number[], wholeBytes = data.length) =>
      block(3, [...uint32(wholeBytes), ...pad(data)]),
    offsetOption: (seconds: bigint) => {
      const bits = BigInt.asUintN(64, seconds);
      return option(14, littleEndian ? split(bits).slice(4).concat(split(bits).slice(0, 4)) : split(bits));
    },
  };
}
