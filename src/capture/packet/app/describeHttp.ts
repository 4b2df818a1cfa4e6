import type { Field } from "../decodedPacket.ts";
import type { FieldMaker } from "./field.ts";
import type { HttpHead } from "./http.ts";
import { toHttpStartLine } from "./httpLine.ts";

/** The header fields that have a filter name of their own, by their name in lower case. */
const headerFields = new Map<string, string>([
  ["content-length", "http.content_length_header"],
  ...[
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-type",
    "cookie",
    "date",
    "host",
    "last-modified",
    "location",
    "proxy-authenticate",
    "proxy-authorization",
    "referer",
    "server",
    "set-cookie",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "www-authenticate",
    "x-forwarded-for",
  ].map((name): [string, string] => [name, `http.${name.replaceAll("-", "_")}`]),
]);

/** The fields of a head, and how many bytes of content stand behind it up to `end`. */
export function describeHttp(field: FieldMaker, head: HttpHead, end: number): readonly Field[] {
  const startLine = { start: head.start, end: head.startLineEnd };
  const parts = head.isRequest
    ? [
        field("http.request.method", "Request Method", head.method.value, head.method),
        field("http.request.uri", "Request URI", head.uri.value, head.uri),
        field("http.request.version", "Request Version", head.version.value, head.version),
      ]
    : [
        field("http.response.version", "Response Version", head.version.value, head.version),
        field("http.response.code", "Status Code", String(head.code.value), head.code),
        field("http.response.phrase", "Response Phrase", head.phrase.value, head.phrase),
      ];
  const label = head.isRequest ? "Request Line" : "Status Line";
  const fields = [field("", label, toHttpStartLine(head), startLine, parts)];
  for (const header of head.headers) {
    const name = headerFields.get(header.name.toLowerCase()) ?? "";
    fields.push(field(name, header.name, header.value.value, header));
  }
  if (head.isComplete && head.end < end) {
    fields.push(field("", "Content in this packet", `${end - head.end} bytes`, { start: head.end, end }));
  }
  return fields;
}
