import type { ConversationTable } from "../../analysis/conversation.ts";
import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import { readTlsRecords } from "../../packet/app/tls.ts";
import { tlsContentTypes, tlsHandshakeTypes, toTlsAlertName } from "../../packet/app/tlsCodes.ts";
import { tlsHeaderBytes } from "../../packet/app/startsTls.ts";
import { readEndpoint, toEndpointText } from "../endpointText.ts";
import { toEndpointFilter, toFilter } from "../filterText.ts";
import type { Finding } from "../finding.ts";
import { createFindingGroups } from "../findingGroups.ts";
import { createRecentMap } from "../recentMap.ts";

export type TlsFindings = {
  /** Takes a packet whose application layer is TLS, with new data; says whether an alert is in it, readable or not. */
  observe(packet: ObservedPacket): boolean;
  build(conversations: ConversationTable): readonly Finding[];
};

/** A client's first record, kept for the server name in it; it is read only when an alert comes. */
type Hello = { readonly record: Uint8Array; readonly isFromA: boolean };

/** So many handshakes are watched; then those that are watched longest are forgotten. */
const maxHandshakes = 4_096;
const maxHelloBytes = 2_048;
const fatal = 2;
/** RFC 8446 section 6.1: how a connection ends; and RFC 5246 section 7.2.2: a refusal that breaks nothing. */
const harmless = new Set([0, 90, 100]);
const alertFilter = "tls";

/** Alerts that end a TLS connection, as far as they are not encrypted: those of the handshake, mostly. */
export function createTlsFindings(): TlsFindings {
  const hellos = createRecentMap<Hello>(maxHandshakes);
  const groups = createFindingGroups("tlsAlert", alertFilter);

  const noteHello = ({ conversation, isFromA, dissection }: ObservedPacket, start: number, end: number) => {
    const record = dissection.bytes.slice(start, Math.min(end, start + maxHelloBytes));
    hellos.set(conversation, { record, isFromA });
  };

  const noteAlerts = (packet: ObservedPacket, start: number, end: number) => {
    for (const { alert } of readTlsRecords(packet.dissection.bytes, start, end)) {
      if (alert === undefined || harmless.has(alert.description)) continue;
      const hello = hellos.get(packet.conversation);
      const source = readEndpoint(packet.dissection, "source");
      const destination = readEndpoint(packet.dissection, "destination");
      const isFromClient =
        hello === undefined ? (source.port ?? 0) > (destination.port ?? 0) : hello.isFromA === packet.isFromA;
      const server = isFromClient ? destination : source;
      const [from, to] = isFromClient
        ? [source.address, toEndpointText(server)]
        : [toEndpointText(server), destination.address];
      const name = readServerName(hello?.record) ?? toEndpointText(server);
      const description = toTlsAlertName(alert.description);
      const key = `${alert.level} ${description} ${from} ${to} ${name}`;
      groups.add(key, { packets: [packet.number], conversation: packet.conversation }, () => ({
        severity: alert.level === fatal ? "error" : "warning",
        params: { from, to, name, description },
        filter: toFilter(alertFilter, toEndpointFilter(server, "tcp")),
      }));
    }
  };

  return {
    observe: (packet) => {
      const { bytes, starts, ends, application } = packet.dissection;
      const start = starts[application] ?? 0;
      const end = ends[application] ?? 0;
      const isHello =
        bytes[start] === tlsContentTypes.handshake &&
        bytes[start + tlsHeaderBytes] === tlsHandshakeTypes.clientHello;
      if (isHello) noteHello(packet, start, end);
      if (!hasAlert(bytes, start, end)) return false;
      noteAlerts(packet, start, end);
      return true;
    },
    build: (conversations) => groups.build(conversations),
  };
}

/** Goes from record to record by their lengths alone (RFC 8446 section 5.1), which is all that most packets need. */
function hasAlert(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at + tlsHeaderBytes <= end) {
    if (bytes[at] === tlsContentTypes.alert) return true;
    at += tlsHeaderBytes + (((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0));
  }
  return false;
}

function readServerName(record: Uint8Array | undefined): string | undefined {
  if (record === undefined) return undefined;
  const [first] = readTlsRecords(record, 0, record.length);
  return first?.handshakes[0]?.hello?.serverName?.value;
}
