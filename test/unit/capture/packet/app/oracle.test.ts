import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describeApplication } from "../../../../../src/capture/packet/app/describeApplication.ts";
import { toApplicationLine } from "../../../../../src/capture/packet/app/toApplicationLine.ts";
import { whyToolsMissing } from "../../systemTool.ts";
import { allMessages } from "./exchange.ts";
import { fieldsOf } from "./fieldsOf.ts";
import { buildFrame, buildPcap, dissectFrame, readTshark } from "./packetFile.ts";

const skip = whyToolsMissing("tshark");
const frames = allMessages.map(buildFrame);

/** Ours for tshark's, where they are meant to differ. */
const meantLines = new Map([
  // tshark 4.0 names the record's version until it has seen the ServerHello, and not yet the server.
  ["TLSv1.3\tClient Hello (SNI=www.example.com)", "TLSv1\tClient Hello"],
  // Each of these stands alone here: TLS 1.3 writes 1.2 into its records too.
  ["TLS\tApplication Data, Application Data", "TLSv1.2\tApplication Data, Application Data"],
  [
    "TLS\tAlert (Level: Fatal, Description: Handshake Failure)",
    "TLSv1.2\tAlert (Level: Fatal, Description: Handshake Failure)",
  ],
  [
    "TLS\tAlert (Level: Warning, Description: Close Notify)",
    "TLSv1.2\tAlert (Level: Warning, Description: Close Notify)",
  ],
  ["TLS\tEncrypted Alert", "TLSv1.2\tEncrypted Alert"],
  // The content's own protocol is not told.
  [
    "HTTP\tPOST /login HTTP/1.1  (application/json)",
    "HTTP/JSON\tPOST /login HTTP/1.1 , JavaScript Object Notation (application/json)",
  ],
  // What was asked and answered stands in the line.
  ["MySQL\tServer Greeting proto=10 version=8.0.36", "MySQL\tServer Greeting  proto=10 version=8.0.36"],
  ["MySQL\tRequest Query SELECT 1 FROM t", "MySQL\tRequest Query"],
  ["MySQL\tResponse Error 1146 Table 'x.t' doesn't exist", "MySQL\tResponse  Error 1146"],
  ["PGSQL\tStartup message user=alice database=shop", "PGSQL\t>"],
  ["PGSQL\tAuthentication request", "PGSQL\t<R"],
  ["PGSQL\tPassword message", "PGSQL\t>p"],
  ["PGSQL\tError FATAL 28P01 no entry", "PGSQL\t<E"],
  ["PGSQL\tSimple query SELECT now()", "PGSQL\t>Q"],
  ["PGSQL\tRow description, Data row, Command completion SELECT 1, Ready for query", "PGSQL\t<T/D/C/Z"],
  ["PGSQL\tSSL request", "PGSQL\t>"],
  ["RESP\tResponse: OK, Response: 42", "RESP\tResponse: OK 42"],
  ["RESP\tRequest: AUTH", "RESP\tRequest: AUTH secret"],
  ["MQTT\tConnect Command sensor-1", "MQTT\tConnect Command"],
  ["MQTT\tConnect Ack Connection Refused: not authorized (5)", "MQTT\tConnect Ack"],
]);

/** Fields that tshark counts with what ends or begins a text, or has by what it knows of the connection. */
const meantRanges = /^(?:pgsql\..*|mysql\.(?:version|user|schema)|resp\.(?:string|error|integer|.*length))$/;
/** Bytes, or nothing but a place, in what tshark prints. */
const bytesThere = /^(?:tls\.handshake(?:\.random|\.ciphersuites)?|resp\.bulk_string\.value)$/;
const meantFields = new Set([
  // In a query shown only when set.
  "dns.flags.authenticated",
  // Called dns.srv.name there for SRV records.
  "dns.resp.name",
  // Called by what an update has there (RFC 2136).
  "dns.count.queries",
  "dns.count.answers",
  "dns.count.auth_rr",
  // tls.record.opaque_type once TLS 1.3 is known.
  "tls.record.content_type",
]);

describe("application protocols beside tshark", { skip }, () => {
  it("gives each packet's protocol and info", () => {
    const theirs = readTshark(
      buildPcap(frames),
      "-T",
      "fields",
      "-e",
      "_ws.col.Protocol",
      "-e",
      "_ws.col.Info",
    ).split("\n");
    const meant = new Set<string>();
    frames.forEach((frame, index) => {
      const line = toApplicationLine(dissectFrame(frame));
      const ours = `${line?.protocol ?? ""}\t${line?.info ?? ""}`;
      const expected = theirs[index]?.trimEnd();
      if (meantLines.get(ours) === expected) meant.add(ours);
      else assert.equal(ours, expected, `packet ${index + 1}`);
    });
    assert.deepEqual([...meant].sort(), [...meantLines.keys()].sort(), "every listed difference is there");
  });

  it("gives each field the bytes and the value that tshark gives it", () => {
    const packets = readTshark(buildPcap(frames), "-T", "pdml").split("<packet>").slice(1);
    assert.equal(packets.length, frames.length);
    let compared = 0;
    frames.forEach((frame, index) => {
      const theirs = readFields(packets[index] ?? "");
      const layer = describeApplication(dissectFrame(frame));
      for (const field of fieldsOf(layer?.fields ?? [])) {
        if (field.name === "" || field.name === "tls.record") continue;
        const values = theirs.get(`${field.name} ${field.start} ${field.end - field.start}`);
        if (values === undefined) {
          const isMeant = meantRanges.test(field.name) || meantFields.has(field.name);
          assert.ok(isMeant, `packet ${index + 1}: ${field.name} at ${field.start}: ${field.value}`);
          continue;
        }
        compared += 1;
        if (!bytesThere.test(field.name)) {
          assert.ok(
            values.has(toComparable(field.value)),
            `packet ${index + 1}: ${field.name}: ${field.value} beside ${[...values].join(", ")}`,
          );
        }
      }
    });
    assert.ok(compared > 500, `${compared} fields compared`);
  });
});

/** The values of each field by name, place and length. */
function readFields(packet: string): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>();
  for (const [, name, size, pos, rest] of packet.matchAll(
    /<field name="([^"]+)"[^>]*? size="(\d+)" pos="(\d+)"([^>]*)>/g,
  )) {
    const key = `${name} ${pos} ${size}`;
    const show = (/show="([^"]*)"/.exec(rest ?? "")?.[1] ?? "")
      .replaceAll("&quot;", '"')
      .replaceAll("&#x27;", "'")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
    fields.set(key, (fields.get(key) ?? new Set()).add(toComparable(show)));
  }
  return fields;
}

/** The number that a value ends or begins with, where it is one with a name; else the text. */
function toComparable(value: string): string {
  const number =
    /\((0x[0-9a-f]+|\d+)\)$/i.exec(value)?.[1] ?? /^(0x[0-9a-f]+)(?: |$)/i.exec(value)?.[1] ?? value;
  if (value === "True" || value === "False") return value === "True" ? "1" : "0";
  return /^(?:0x[0-9a-f]+|\d+)$/i.test(number) ? String(Number(number)) : value;
}
