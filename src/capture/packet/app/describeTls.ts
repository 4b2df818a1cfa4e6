import type { Field } from "../decodedPacket.ts";
import type { ByteRange } from "./byteRange.ts";
import type { FieldMaker } from "./field.ts";
import { toHex } from "./packetText.ts";
import type { TlsHandshake, TlsRecord } from "./tls.ts";
import {
  toTlsAlertName,
  toTlsContentTypeName,
  toTlsExtensionName,
  toTlsLevelName,
  toTlsSuiteName,
  toTlsVersionName,
} from "./tlsCodes.ts";
import type { TlsExtension, TlsHello } from "./tlsHello.ts";
import { toTlsMessageName, toTlsRecordText } from "./tlsLine.ts";

/** A record with what can be read of it, named and labelled as Wireshark does. */
export function describeTlsRecord(field: FieldMaker, record: TlsRecord): Field {
  const at = record.start;
  const fields = [
    field(
      "tls.record.content_type",
      "Content Type",
      `${toTlsContentTypeName(record.contentType)} (${record.contentType})`,
      { start: at, end: at + 1 },
    ),
    field("tls.record.version", "Version", toVersionText(record.version), { start: at + 1, end: at + 3 }),
    field("tls.record.length", "Length", String(record.lengthBytes), { start: at + 3, end: at + 5 }),
    ...record.handshakes.map((message) => describeHandshake(field, message)),
  ];
  if (record.alert !== undefined) {
    const { level, description } = record.alert;
    fields.push(
      field("tls.alert_message.level", "Level", `${toTlsLevelName(level)} (${level})`, {
        start: at + 5,
        end: at + 6,
      }),
      field("tls.alert_message.desc", "Description", `${toTlsAlertName(description)} (${description})`, {
        start: at + 6,
        end: at + 7,
      }),
    );
  }
  const cut = record.isWhole ? "" : " [cut off or continued in a later segment]";
  return field("tls.record", "TLS Record Layer", `${toTlsRecordText(record)}${cut}`, record, fields);
}

function describeHandshake(field: FieldMaker, message: TlsHandshake): Field {
  const at = message.start;
  const name = toTlsMessageName(message);
  const fields = [
    field("tls.handshake.type", "Handshake Type", `${name} (${message.type})`, { start: at, end: at + 1 }),
    field("tls.handshake.length", "Length", String(message.lengthBytes), { start: at + 1, end: at + 4 }),
  ];
  if (message.hello !== undefined) fields.push(...describeHello(field, message.hello));
  return field("tls.handshake", "Handshake Protocol", name, message, fields);
}

function describeHello(field: FieldMaker, hello: TlsHello): readonly Field[] {
  const suites = hello.suites.map((suite) =>
    field("tls.handshake.ciphersuite", "Cipher Suite", toSuiteText(suite.value), suite),
  );
  const fields = [
    field("tls.handshake.version", "Version", toVersionText(hello.version.value), hello.version),
    field("tls.handshake.random", "Random", "32 bytes", hello.random),
  ];
  if (hello.isClient && suites.length > 0) {
    const span = { start: hello.suites[0]?.start ?? 0, end: hello.suites.at(-1)?.end ?? 0 };
    fields.push(
      field("tls.handshake.ciphersuites", "Cipher Suites", `(${suites.length} suites)`, span, suites),
    );
  } else fields.push(...suites);
  return [...fields, ...hello.extensions.map((extension) => describeExtension(field, hello, extension))];
}

function describeExtension(field: FieldMaker, hello: TlsHello, extension: TlsExtension): Field {
  const isInside = ({ start, end }: ByteRange) => start >= extension.start && end <= extension.end;
  const { type, start } = extension;
  const fields = [
    field("tls.handshake.extension.type", "Type", `${toTlsExtensionName(type)} (${type})`, {
      start,
      end: start + 2,
    }),
  ];
  if (hello.serverName !== undefined && isInside(hello.serverName)) {
    const { value } = hello.serverName;
    fields.push(field("tls.handshake.extensions_server_name", "Server Name", value, hello.serverName));
  }
  for (const protocol of hello.alpn.filter(isInside)) {
    fields.push(field("tls.handshake.extensions_alpn_str", "ALPN Next Protocol", protocol.value, protocol));
  }
  for (const version of hello.supportedVersions.filter(isInside)) {
    const name = "tls.handshake.extensions.supported_version";
    fields.push(field(name, "Supported Version", toVersionText(version.value), version));
  }
  const value = fields
    .slice(1)
    .map((part) => part.value)
    .join(", ");
  const text = `${toTlsExtensionName(type)}${value === "" ? "" : `: ${value}`}`;
  return field("", "Extension", text, extension, fields);
}

function toVersionText(version: number): string {
  return `${toTlsVersionName(version)} (0x${toHex(version, 4)})`;
}

function toSuiteText(suite: number): string {
  return `${toTlsSuiteName(suite)} (0x${toHex(suite, 4)})`;
}
