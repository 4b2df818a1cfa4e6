import { maxFieldText, type Field, type Layer } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import type { ApplicationMessage } from "./applicationMessage.ts";
import { describeDns } from "./describeDns.ts";
import { describeHttp } from "./describeHttp.ts";
import { describeTlsRecord } from "./describeTls.ts";
import { createFieldMaker, type FieldMaker } from "./field.ts";
import { cutText } from "./packetText.ts";
import { readApplication, type Application } from "./readApplication.ts";
import { toApplicationText } from "./toApplicationLine.ts";

const labels = {
  dns: "Domain Name System",
  http: "Hypertext Transfer Protocol",
  tls: "Transport Layer Security",
  mysql: "MySQL Protocol",
  pgsql: "PostgreSQL",
  resp: "REdis Serialization Protocol",
  mqtt: "MQ Telemetry Transport Protocol",
} as const;

/**
 * The packet's application layer with its fields, or undefined where it has none. Several messages of DNS, MySQL,
 * PostgreSQL, Redis or MQTT in one segment, and the records of TLS, are fields of one layer.
 */
export function describeApplication(dissection: Dissection): Layer | undefined {
  const read = readApplication(dissection);
  if (read === undefined) return undefined;
  const start = dissection.starts[dissection.application] ?? 0;
  const end = dissection.ends[dissection.application] ?? 0;
  return {
    protocol: read.protocol,
    label: labels[read.protocol],
    summary: cutText(toApplicationText(read), maxFieldText),
    start: start - dissection.start,
    end: end - dissection.start,
    fields: describe(createFieldMaker(dissection.start), read, start, end),
  };
}

function describe(field: FieldMaker, read: Application, start: number, end: number): readonly Field[] {
  switch (read.protocol) {
    case "dns": {
      // Over TCP a message stands behind the two bytes of its length.
      const [only, ...others] = read.messages;
      if (only === undefined) return [];
      if (others.length === 0) return describeDns(field, only, only.start > start);
      return read.messages.map((message) => {
        const label = message.isResponse ? "Response" : "Query";
        return field(
          "",
          label,
          "",
          { ...message, start: message.start - 2 },
          describeDns(field, message, true),
        );
      });
    }
    case "http":
      return describeHttp(field, read.head, end);
    case "tls":
      return read.records.map((record) => describeTlsRecord(field, record));
    default:
      return read.messages.map((message) => describeMessage(field, message));
  }
}

function describeMessage(field: FieldMaker, message: ApplicationMessage): Field {
  const fields = message.values.map((value) => field(value.name, value.label, value.text, value));
  return field("", message.title, message.note, message, fields);
}
