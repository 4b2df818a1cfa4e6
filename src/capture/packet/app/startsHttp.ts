/**
 * Whether bytes begin with the head of an HTTP/1.x message (RFC 9112, sections 3 and 4): a method of RFC 9110, RFC
 * 5789 or RFC 4918 with a space behind it, or `HTTP/1.`.
 */
export function startsHttp(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 5) return false;
  switch (bytes[start]) {
    case 0x43: // C
      return starts(bytes, start, end, "CONNECT ") || starts(bytes, start, end, "COPY ");
    case 0x44: // D
      return starts(bytes, start, end, "DELETE ");
    case 0x47: // G
      return starts(bytes, start, end, "GET ");
    case 0x48: // H
      return starts(bytes, start, end, "HTTP/1.") || starts(bytes, start, end, "HEAD ");
    case 0x4c: // L
      return starts(bytes, start, end, "LOCK ");
    case 0x4d: // M
      return starts(bytes, start, end, "MKCOL ") || starts(bytes, start, end, "MOVE ");
    case 0x4f: // O
      return starts(bytes, start, end, "OPTIONS ");
    case 0x50: // P
      return (
        starts(bytes, start, end, "POST ") ||
        starts(bytes, start, end, "PUT ") ||
        starts(bytes, start, end, "PATCH ") ||
        starts(bytes, start, end, "PROPFIND ") ||
        starts(bytes, start, end, "PROPPATCH ")
      );
    case 0x54: // T
      return starts(bytes, start, end, "TRACE ");
    case 0x55: // U
      return starts(bytes, start, end, "UNLOCK ");
    default:
      return false;
  }
}

function starts(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start < text.length) return false;
  for (let at = 0; at < text.length; at += 1) {
    if (bytes[start + at] !== text.charCodeAt(at)) return false;
  }
  return true;
}
