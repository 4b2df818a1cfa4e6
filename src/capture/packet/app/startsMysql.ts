/** A MySQL packet's header: three bytes of length, little-endian, and a sequence number ("MySQL Internals", Protocol::Packet). */
export const mysqlHeaderBytes = 4;

/**
 * Whether a segment of MySQL's port begins with a packet: a whole one that the next one in the segment follows by
 * number, or the begin of a command that is longer than the segment.
 */
export function startsMysql(bytes: Uint8Array, start: number, end: number, isFromServer: boolean): boolean {
  if (end - start <= mysqlHeaderBytes) return false;
  const length = toMysqlLength(bytes, start);
  if (length === 0) return false;
  const sequence = bytes[start + 3] ?? 0;
  const first = bytes[start + mysqlHeaderBytes] ?? 0;
  if (isFromServer ? sequence === 0 && first !== 9 && first !== 10 && first !== 0xff : sequence > 16) {
    return false;
  }
  const next = start + mysqlHeaderBytes + length;
  if (next > end) return !isFromServer && sequence === 0 && (first === 0x03 || first === 0x16);
  if (next + mysqlHeaderBytes > end) return next === end;
  return bytes[next + 3] === ((sequence + 1) & 0xff) || (!isFromServer && bytes[next + 3] === 0);
}

/** The length that a packet's header gives. */
export function toMysqlLength(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
}
