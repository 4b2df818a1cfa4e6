import { findHttpHeader, type HttpHead } from "./http.ts";

/** A head in a line: `GET /path HTTP/1.1`, or `HTTP/1.1 200 OK  (text/html)` with the media type of the content. */
export function toHttpLine(head: HttpHead): string {
  const startLine = toHttpStartLine(head);
  const type = findHttpHeader(head, "content-type")?.value.split(";", 1)[0]?.trim() ?? "";
  return type === "" ? startLine : `${startLine}  (${type})`;
}

/** The start line as it was sent. */
export function toHttpStartLine(head: HttpHead): string {
  const parts = head.isRequest
    ? [head.method.value, head.uri.value, head.version.value]
    : [head.version.value, String(head.code.value).padStart(3, "0"), head.phrase.value];
  return parts.filter((part) => part !== "").join(" ");
}
