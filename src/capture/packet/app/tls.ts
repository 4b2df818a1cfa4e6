import type { ByteRange } from "./byteRange.ts";
import { maxTlsRecordBytes, startsTls, tlsHeaderBytes } from "./startsTls.ts";
import { tlsContentTypes, tlsHandshakeTypes, toTlsHandshakeName } from "./tlsCodes.ts";
import { readTlsHello, type TlsHello } from "./tlsHello.ts";
import { toUint16 } from "./uint.ts";

/** A handshake message that can be read; `end` is cut where the record or the segment ends. */
export type TlsHandshake = ByteRange & {
  readonly type: number;
  /** Of its body, as its header says. */
  readonly lengthBytes: number;
  readonly hello: TlsHello | undefined;
};

export type TlsAlert = { readonly level: number; readonly description: number };

/** A TLS record (RFC 8446, section 5.1), from its header to its end or to where the segment cuts it. */
export type TlsRecord = ByteRange & {
  readonly contentType: number;
  readonly version: number;
  readonly lengthBytes: number;
  /** All of it is in the segment. */
  readonly isWhole: boolean;
  /** The messages in a handshake record; none where it is encrypted or goes on with an earlier message. */
  readonly handshakes: readonly TlsHandshake[];
  /** Undefined for other records and for an alert that is encrypted. */
  readonly alert: TlsAlert | undefined;
  /** A handshake or alert record whose content cannot be read, told by its length and type. */
  readonly isEncrypted: boolean;
};

/** How many records of one segment are read: one of 64 KiB could hold thousands of empty ones. */
const maxRecords = 200;
const maxMessages = 50;
/** No handshake message in practice is longer; random bytes say so nearly always. */
const maxHandshakeBytes = 1 << 17;

/**
 * Reads the records that begin in a segment whose first byte is a record's first byte. What is no record ends the
 * list. One cut off by the segment's end is read as far as it goes, if its header is there.
 */
export function readTlsRecords(bytes: Uint8Array, start: number, end: number): readonly TlsRecord[] {
  const records: TlsRecord[] = [];
  let isEncrypting = false;
  // How much of a handshake message is still to come in the next records.
  let rest = 0;
  for (let at = start; records.length < maxRecords && startsTls(bytes, at, end);) {
    const lengthBytes = toUint16(bytes, at + 3, end);
    const next = at + tlsHeaderBytes + Math.min(lengthBytes, maxTlsRecordBytes);
    const bodyEnd = Math.min(next, end);
    const contentType = bytes[at] ?? 0;
    const base = {
      start: at,
      end: bodyEnd,
      contentType,
      version: toUint16(bytes, at + 1, end),
      lengthBytes,
      isWhole: next <= end,
    };
    const none = { handshakes: [], alert: undefined, isEncrypted: false };
    const bodyStart = at + tlsHeaderBytes;
    if (contentType === tlsContentTypes.handshake) {
      const from = Math.min(bodyStart + rest, next);
      rest -= from - bodyStart;
      const read = isEncrypting ? undefined : readHandshakes(bytes, from, bodyEnd, next);
      rest += read?.restBytes ?? 0;
      records.push({ ...base, ...none, handshakes: read?.messages ?? [], isEncrypted: read === undefined });
    } else if (contentType === tlsContentTypes.alert) {
      const isPlain = !isEncrypting && lengthBytes === 2;
      const alert =
        isPlain && bodyEnd === next
          ? { level: bytes[bodyStart] ?? 0, description: bytes[bodyStart + 1] ?? 0 }
          : undefined;
      records.push({ ...base, ...none, alert, isEncrypted: !isPlain });
    } else {
      if (contentType === tlsContentTypes.changeCipherSpec) isEncrypting = true;
      records.push({ ...base, ...none });
    }
    at = next;
  }
  return records;
}

/** Undefined where the bytes are no handshake messages, and so encrypted. */
function readHandshakes(bytes: Uint8Array, start: number, bodyEnd: number, recordEnd: number) {
  const messages: TlsHandshake[] = [];
  let at = start;
  while (at + 4 <= bodyEnd && messages.length < maxMessages) {
    const type = bytes[at] ?? 0;
    const lengthBytes = ((bytes[at + 1] ?? 0) << 16) | toUint16(bytes, at + 2, bodyEnd);
    if (toTlsHandshakeName(type) === undefined || lengthBytes > maxHandshakeBytes) {
      return messages.length > 0 ? { messages, restBytes: 0 } : undefined;
    }
    const end = Math.min(at + 4 + lengthBytes, bodyEnd);
    const isHello = type === tlsHandshakeTypes.clientHello || type === tlsHandshakeTypes.serverHello;
    const hello = isHello
      ? readTlsHello(bytes, at + 4, end, type === tlsHandshakeTypes.clientHello)
      : undefined;
    messages.push({ type, lengthBytes, hello, start: at, end });
    at += 4 + lengthBytes;
  }
  return { messages, restBytes: Math.max(0, at - recordEnd) };
}
