/** What the messages without a type ask for ("PostgreSQL documentation", 55.7 Message Formats): the second 32 bits. */
export const postgresqlRequests = {
  startup: 0x0003_0000,
  cancel: 80_877_102,
  ssl: 80_877_103,
  gssEncryption: 80_877_104,
} as const;

const serverTypes = toSet("123ACDEGHIKNRSTVWZcdnstv");
const clientTypes = toSet("BCDEFHPQSXcdfp");
/** Longer ones exist, and are told by nothing but their first byte. */
const maxMessageBytes = 1 << 24;

/** Whether a segment of PostgreSQL's port begins with a message of protocol 3.0, or answers a request for encryption. */
export function startsPostgresql(
  bytes: Uint8Array,
  start: number,
  end: number,
  isFromServer: boolean,
): boolean {
  const type = bytes[start] ?? 0;
  if (isFromServer && end - start === 1) return type === 0x53 || type === 0x4e;
  if (!isFromServer && type === 0 && end - start >= 8) {
    const length = toInt32(bytes, start);
    if (length < 8 || length > 10_000) return false;
    const request = toInt32(bytes, start + 4);
    return (
      request >>> 16 === 3 ||
      request === postgresqlRequests.cancel ||
      request === postgresqlRequests.ssl ||
      request === postgresqlRequests.gssEncryption
    );
  }
  const types = isFromServer ? serverTypes : clientTypes;
  if (end - start < 5 || types[type] !== 1) return false;
  const length = toInt32(bytes, start + 1);
  if (length < 4 || length > maxMessageBytes) return false;
  const next = start + 1 + length;
  return next >= end || types[bytes[next] ?? 0] === 1;
}

function toInt32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)
  );
}

function toSet(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}
