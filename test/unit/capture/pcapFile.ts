/** Writes pcap files of either byte order, after the draft and not after our reader or writer. */
export function buildPcapFile(
  head: {
    readonly littleEndian: boolean;
    readonly magic: number;
    readonly linkType: number;
    readonly snaplen?: number;
  },
  packets: readonly {
    readonly time: readonly [number, number];
    readonly data: Uint8Array;
    readonly wireBytes?: number;
  }[],
): Uint8Array {
  const length = packets.reduce((sum, { data }) => sum + 16 + data.length, 24);
  const view = new DataView(new ArrayBuffer(length));
  let at = 0;
  const write = (...words: readonly number[]) => {
    for (const word of words) view.setUint32((at += 4) - 4, word, head.littleEndian);
  };
  write(head.magic, 0, 0, 0, head.snaplen ?? 65_535, head.linkType);
  view.setUint16(4, 2, head.littleEndian);
  view.setUint16(6, 4, head.littleEndian);
  for (const { time, data, wireBytes = data.length } of packets) {
    write(...time, data.length, wireBytes);
    new Uint8Array(view.buffer).set(data, at);
    at += data.length;
  }
  return new Uint8Array(view.buffer);
}
