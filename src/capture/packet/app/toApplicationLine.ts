import { maxFieldText } from "../decodedPacket.ts";
import type { Dissection } from "../dissection.ts";
import { toDnsLine } from "./dnsLine.ts";
import { toHttpLine } from "./httpLine.ts";
import { cutText } from "./packetText.ts";
import { readApplication, type Application } from "./readApplication.ts";
import { toTlsLine, toTlsProtocol } from "./tlsLine.ts";

const protocols = {
  dns: "DNS",
  http: "HTTP",
  mysql: "MySQL",
  pgsql: "PGSQL",
  resp: "RESP",
  mqtt: "MQTT",
} as const;

/** What stands between a message's title and its note. */
const separators = { mysql: " ", pgsql: " ", resp: ": ", mqtt: " " } as const;

/** What the packet list says of the packet's application layer, or undefined where it has none that can be read. */
export function toApplicationLine(
  dissection: Dissection,
): { readonly protocol: string; readonly info: string } | undefined {
  const read = readApplication(dissection);
  if (read === undefined) return undefined;
  return {
    protocol: read.protocol === "tls" ? toTlsProtocol(read.records) : protocols[read.protocol],
    info: cutText(toApplicationText(read), maxFieldText),
  };
}

/** What was read, in one line of any length. */
export function toApplicationText(read: Application): string {
  switch (read.protocol) {
    case "dns":
      return read.messages.map(toDnsLine).join(", ");
    case "http":
      return toHttpLine(read.head);
    case "tls":
      return toTlsLine(read.records);
    default:
      return read.messages
        .map(({ title, note }) => (note === "" ? title : `${title}${separators[read.protocol]}${note}`))
        .join(", ");
  }
}
