import type { TlsHandshake, TlsRecord } from "./tls.ts";
import {
  tlsContentTypes,
  toTlsAlertName,
  toTlsContentTypeName,
  toTlsHandshakeName,
  toTlsLevelName,
} from "./tlsCodes.ts";
import { toTlsHelloVersion } from "./tlsHello.ts";

/** Handshake messages that TLS 1.3 encrypts: who can read them sees TLS 1.2 or older. */
const plainBefore13: readonly number[] = [11, 12, 14, 16];

/** The records in a line: `Server Hello, Change Cipher Spec, Application Data`. */
export function toTlsLine(records: readonly TlsRecord[]): string {
  return records.map(toTlsRecordText).join(", ");
}

/** What a record carries. */
export function toTlsRecordText(record: TlsRecord): string {
  switch (record.contentType) {
    case tlsContentTypes.alert:
      if (record.isEncrypted) return "Encrypted Alert";
      if (record.alert === undefined) return "Alert";
      return `Alert (Level: ${toTlsLevelName(record.alert.level)}, Description: ${toTlsAlertName(record.alert.description)})`;
    case tlsContentTypes.handshake:
      if (record.isEncrypted) return "Encrypted Handshake Message";
      if (record.handshakes.length === 0) return "Handshake Continuation";
      return record.handshakes.map(toHandshakeText).join(", ");
    default:
      return toTlsContentTypeName(record.contentType);
  }
}

/** A message's name, for a ClientHello with the server that it asks for. */
function toHandshakeText(message: TlsHandshake): string {
  const name = toTlsMessageName(message);
  const server = message.hello?.serverName;
  return server === undefined ? name : `${name} (SNI=${server.value})`;
}

/** A message's name; a ServerHello may be a HelloRetryRequest (RFC 8446, section 4.1.3). */
export function toTlsMessageName({ type, hello }: TlsHandshake): string {
  return hello?.isRetryRequest ? "Hello Retry Request" : (toTlsHandshakeName(type) ?? "");
}

/**
 * The protocol as people write it. TLS 1.3 writes 1.2 into its records, so that records of 1.2 alone, without a
 * message that tells the two apart, are `TLS`.
 */
export function toTlsProtocol(records: readonly TlsRecord[]): string {
  for (const record of records) {
    for (const { type, hello } of record.handshakes) {
      if (hello !== undefined) return toVersionText(toTlsHelloVersion(hello));
      if (plainBefore13.includes(type)) return toVersionText(record.version);
    }
  }
  const version = records[0]?.version ?? 0;
  return version === 0x0303 ? "TLS" : toVersionText(version);
}

function toVersionText(version: number): string {
  switch (version) {
    case 0x0300:
      return "SSLv3";
    case 0x0301:
      return "TLSv1";
    case 0x0302:
      return "TLSv1.1";
    case 0x0303:
      return "TLSv1.2";
    case 0x0304:
      return "TLSv1.3";
    default:
      return "TLS";
  }
}
