/** A record's type, version and length (RFC 8446, section 5.1). */
export const tlsHeaderBytes = 5;

/** The longest record of any version: RFC 5246, section 6.2.3. */
export const maxTlsRecordBytes = 16_384 + 2_048;

/** Whether bytes begin with the header of a TLS record: a known type, SSL 3.0 to TLS 1.3, and a length that is allowed. */
export function startsTls(bytes: Uint8Array, start: number, end: number): boolean {
  const type = bytes[start] ?? 0;
  if (type < 20 || type > 24 || end - start < tlsHeaderBytes) return false;
  if (bytes[start + 1] !== 3 || (bytes[start + 2] ?? 255) > 4) return false;
  const length = ((bytes[start + 3] ?? 0) << 8) | (bytes[start + 4] ?? 0);
  return length > 0 && length <= maxTlsRecordBytes;
}
