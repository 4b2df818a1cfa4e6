/** A DNS header's length (RFC 1035, section 4.1.1). */
export const dnsHeaderBytes = 12;

/** Whether a datagram of a DNS port is long enough for a header. */
export function startsDns(start: number, end: number): boolean {
  return end - start >= dnsHeaderBytes;
}

/** Whether a segment of a DNS port begins with a message: its two bytes of length (RFC 1035, section 4.2.2) and a header. */
export function startsDnsOverTcp(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2 + dnsHeaderBytes) return false;
  const length = ((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0);
  if (length < dnsHeaderBytes) return false;
  const opcode = ((bytes[start + 4] ?? 0) >> 3) & 0x0f;
  const questions = ((bytes[start + 6] ?? 0) << 8) | (bytes[start + 7] ?? 0);
  // A segment in the middle of a zone transfer looks like anything: real headers have few questions and known opcodes.
  return opcode <= 6 && questions <= 16;
}
