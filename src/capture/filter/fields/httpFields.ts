import type { Ranged } from "../../packet/app/byteRange.ts";
import { findHttpHeader, readHttpHead, type HttpHead } from "../../packet/app/http.ts";
import type { BytesField, FilterField, NumberField } from "../filterField.ts";
import { hasInApplication } from "./applicationLayer.ts";

function readHeads(bytes: Uint8Array, start: number, end: number): readonly HttpHead[] {
  const head = readHttpHead(bytes, start, end);
  return head === undefined ? [] : [head];
}

function createText(name: string, find: (head: HttpHead) => Ranged<string> | undefined): BytesField {
  const read: BytesField["read"] = (input, test) =>
    hasInApplication(input, "http", readHeads, (head, bytes) => {
      const found = find(head);
      return found !== undefined && test(bytes, found.start, found.end);
    });
  return { name, shape: "bytes", type: "text", source: "packet", read };
}

function createNumber(
  name: string,
  type: NumberField["type"],
  maximum: number,
  toValue: (head: HttpHead) => number | undefined,
): NumberField {
  const read: NumberField["read"] = (input, test) =>
    hasInApplication(input, "http", readHeads, (head) => {
      const value = toValue(head);
      return value !== undefined && test(value);
    });
  return { name, shape: "number", type, maximum, source: "packet", read };
}

/** The head of the HTTP/1.x message (RFC 9112) that a packet begins with. */
export const httpFields: readonly FilterField[] = [
  createNumber("http.request", "boolean", 1, (head) => (head.isRequest ? 1 : undefined)),
  createNumber("http.response", "boolean", 1, (head) => (head.isRequest ? undefined : 1)),
  createText("http.request.method", (head) => (head.isRequest ? head.method : undefined)),
  createText("http.request.uri", (head) => (head.isRequest ? head.uri : undefined)),
  createText("http.host", (head) => findHttpHeader(head, "host")),
  createText("http.user_agent", (head) => findHttpHeader(head, "user-agent")),
  createText("http.content_type", (head) => findHttpHeader(head, "content-type")),
  createNumber("http.response.code", "number", 0xffff, (head) =>
    head.isRequest ? undefined : head.code.value,
  ),
  createText("http.response.phrase", (head) => (head.isRequest ? undefined : head.phrase)),
];
