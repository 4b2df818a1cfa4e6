import type { ByteRange } from "../../packet/app/byteRange.ts";
import { readTlsRecords, type TlsRecord } from "../../packet/app/tls.ts";
import type { BytesField, FilterField, NumberField } from "../filterField.ts";
import { hasInApplication } from "./applicationLayer.ts";

function createNumber(name: string, toValues: (record: TlsRecord) => readonly number[]): NumberField {
  const read: NumberField["read"] = (input, test) =>
    hasInApplication(input, "tls", readTlsRecords, (record) => toValues(record).some(test));
  return { name, shape: "number", type: "number", maximum: 0xff, source: "packet", read };
}

function createText(name: string, toRanges: (record: TlsRecord) => readonly ByteRange[]): BytesField {
  const read: BytesField["read"] = (input, test) =>
    hasInApplication(input, "tls", readTlsRecords, (record, bytes) =>
      toRanges(record).some(({ start, end }) => test(bytes, start, end)),
    );
  return { name, shape: "bytes", type: "text", source: "packet", read };
}

/** TLS (RFC 8446, RFC 5246) as far as each packet alone says it in clear. */
export const tlsFields: readonly FilterField[] = [
  createNumber("tls.record.content_type", ({ contentType }) => [contentType]),
  createNumber("tls.handshake.type", ({ handshakes }) => handshakes.map(({ type }) => type)),
  createText("tls.handshake.extensions_server_name", ({ handshakes }) =>
    handshakes.flatMap(({ hello }) => hello?.serverName ?? []),
  ),
  createText("tls.handshake.extensions_alpn_str", ({ handshakes }) =>
    handshakes.flatMap(({ hello }) => hello?.alpn ?? []),
  ),
  createNumber("tls.alert_message.level", ({ alert }) => (alert === undefined ? [] : [alert.level])),
  createNumber("tls.alert_message.desc", ({ alert }) => (alert === undefined ? [] : [alert.description])),
];
