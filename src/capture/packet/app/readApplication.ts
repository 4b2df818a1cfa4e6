import type { Dissection } from "../dissection.ts";
import { protocolCodes } from "../protocol.ts";
import type { ApplicationMessage } from "./applicationMessage.ts";
import { readDnsMessages, type DnsMessage } from "./dns.ts";
import { readHttpHead, type HttpHead } from "./http.ts";
import { readMqttMessages } from "./mqtt.ts";
import { readMysqlMessages } from "./mysql.ts";
import { readPostgresqlMessages } from "./postgresql.ts";
import { applicationPorts } from "./recogniseApplication.ts";
import { readRedisMessages } from "./redis.ts";
import { readTlsRecords, type TlsRecord } from "./tls.ts";

/** What a packet's application layer says, by its protocol. All places are indices into the dissection's bytes. */
export type Application =
  | { readonly protocol: "dns"; readonly messages: readonly DnsMessage[] }
  | { readonly protocol: "http"; readonly head: HttpHead }
  | { readonly protocol: "tls"; readonly records: readonly TlsRecord[] }
  | {
      readonly protocol: "mysql" | "pgsql" | "resp" | "mqtt";
      readonly messages: readonly ApplicationMessage[];
    };

/** Reads the application layer that `dissect` found; undefined where there is none, or nothing of it can be read. */
export function readApplication(dissection: Dissection): Application | undefined {
  const { application, transport, bytes } = dissection;
  if (application < 0 || transport < 0) return undefined;
  const start = dissection.starts[application] ?? 0;
  const end = dissection.ends[application] ?? 0;
  // Source port first, in TCP and UDP alike: RFC 9293, section 3.1, and RFC 768.
  const portsAt = dissection.starts[transport] ?? 0;
  const sourcePort = ((bytes[portsAt] ?? 0) << 8) | (bytes[portsAt + 1] ?? 0);
  switch (dissection.protocols[application]) {
    case protocolCodes.dns: {
      const isTcp = dissection.protocols[transport] === protocolCodes.tcp;
      return { protocol: "dns", messages: readDnsMessages(bytes, start, end, isTcp) };
    }
    case protocolCodes.http: {
      const head = readHttpHead(bytes, start, end);
      return head === undefined ? undefined : { protocol: "http", head };
    }
    case protocolCodes.tls:
      return { protocol: "tls", records: readTlsRecords(bytes, start, end) };
    case protocolCodes.mysql: {
      const messages = readMysqlMessages(bytes, start, end, sourcePort === applicationPorts.mysql);
      return { protocol: "mysql", messages };
    }
    case protocolCodes.pgsql: {
      const messages = readPostgresqlMessages(bytes, start, end, sourcePort === applicationPorts.pgsql);
      return { protocol: "pgsql", messages };
    }
    case protocolCodes.resp: {
      const messages = readRedisMessages(bytes, start, end, sourcePort === applicationPorts.resp);
      return { protocol: "resp", messages };
    }
    case protocolCodes.mqtt:
      return { protocol: "mqtt", messages: readMqttMessages(bytes, start, end) };
    default:
      return undefined;
  }
}
