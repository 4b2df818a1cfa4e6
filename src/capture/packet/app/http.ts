import type { ByteRange, Ranged } from "./byteRange.ts";
import { toPacketText } from "./packetText.ts";

/** One field line; `start` to `end` is all of it with its line break. */
export type HttpHeader = ByteRange & { readonly name: string; readonly value: Ranged<string> };

type HttpCommon = ByteRange & {
  /** Such as `HTTP/1.1`. */
  readonly version: Ranged<string>;
  readonly startLineEnd: number;
  /** In the order of the message. */
  readonly headers: readonly HttpHeader[];
  /** The blank line that ends the head is there; `end` is behind it. */
  readonly isComplete: boolean;
};

export type HttpRequestHead = HttpCommon & {
  readonly isRequest: true;
  readonly method: Ranged<string>;
  readonly uri: Ranged<string>;
};

export type HttpResponseHead = HttpCommon & {
  readonly isRequest: false;
  /** 0 to 999. */
  readonly code: Ranged<number>;
  readonly phrase: Ranged<string>;
};

/** The start line and header fields of an HTTP/1.x message, as far as they are there. */
export type HttpHead = HttpRequestHead | HttpResponseHead;

const maxHeadBytes = 65_536;
const maxHeaders = 200;

/**
 * Reads the head of an HTTP/1.x message (RFC 9112, sections 2 to 5) that begins at `start`; undefined where no start
 * line stands there. A line that `end` cuts off is read as far as it goes.
 */
export function readHttpHead(bytes: Uint8Array, start: number, end: number): HttpHead | undefined {
  const last = Math.min(end, start + maxHeadBytes);
  const lineEnd = findLineEnd(bytes, start, last);
  const contentEnd = withoutBreak(bytes, start, lineEnd);
  const firstSpace = findSpace(bytes, start, contentEnd);
  if (firstSpace < 0 || firstSpace === start) return undefined;
  const secondSpace = findSpace(bytes, firstSpace + 1, contentEnd);
  const first = toRange(bytes, start, firstSpace);
  const startLineEnd = lineEnd;
  if (first.value.startsWith("HTTP/")) {
    const codeEnd = secondSpace < 0 ? contentEnd : secondSpace;
    const code = readCode(bytes, firstSpace + 1, codeEnd);
    if (code === undefined) return undefined;
    return {
      isRequest: false,
      version: first,
      code: { value: code, start: firstSpace + 1, end: codeEnd },
      phrase: toRange(bytes, Math.min(codeEnd + 1, contentEnd), contentEnd),
      startLineEnd,
      ...readHeaders(bytes, start, startLineEnd, last),
    };
  }
  // The version is what stands behind the last space: lenient readers let a target have spaces (RFC 9112, section 3).
  const lastSpace = bytes.subarray(start, contentEnd).lastIndexOf(0x20) + start;
  const isVersion = secondSpace >= 0 && isHttpVersion(bytes, lastSpace + 1, contentEnd);
  const uriEnd = isVersion ? lastSpace : contentEnd;
  return {
    isRequest: true,
    method: first,
    uri: toRange(bytes, firstSpace + 1, uriEnd),
    version: toRange(bytes, Math.min(isVersion ? uriEnd + 1 : uriEnd, contentEnd), contentEnd),
    startLineEnd,
    ...readHeaders(bytes, start, startLineEnd, last),
  };
}

/** The value of the first header with that name, in lower case; undefined where there is none. */
export function findHttpHeader(head: HttpHead, lowerName: string): Ranged<string> | undefined {
  return head.headers.find((header) => header.name.toLowerCase() === lowerName)?.value;
}

function readHeaders(bytes: Uint8Array, start: number, from: number, last: number) {
  const headers: HttpHeader[] = [];
  let at = from;
  // Without its line break the start line itself is cut off.
  const isStartLineWhole = from > start && bytes[from - 1] === 0x0a;
  while (isStartLineWhole && at < last && headers.length < maxHeaders) {
    let lineEnd = findLineEnd(bytes, at, last);
    let contentEnd = withoutBreak(bytes, at, lineEnd);
    if (contentEnd === at && lineEnd > at) return { headers, start, end: lineEnd, isComplete: true };
    // RFC 9112, section 5.2: a line that begins with a blank continues the one before it.
    while (lineEnd < last && isBlank(bytes[lineEnd])) {
      const nextEnd = findLineEnd(bytes, lineEnd, last);
      contentEnd = withoutBreak(bytes, lineEnd, nextEnd);
      lineEnd = nextEnd;
    }
    const colon = bytes.subarray(at, contentEnd).indexOf(0x3a);
    if (colon > 0) headers.push(toHeader(bytes, at, at + colon, contentEnd, lineEnd));
    at = lineEnd;
  }
  return { headers, start, end: at, isComplete: false };
}

function toHeader(bytes: Uint8Array, start: number, colon: number, contentEnd: number, end: number) {
  let valueStart = colon + 1;
  let valueEnd = contentEnd;
  while (valueStart < valueEnd && isBlank(bytes[valueStart])) valueStart += 1;
  while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) valueEnd -= 1;
  return {
    name: toPacketText(bytes, start, colon, 256),
    value: toRange(bytes, valueStart, valueEnd),
    start,
    end,
  };
}

function readCode(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start !== 3) return undefined;
  let code = 0;
  for (let at = start; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    code = code * 10 + digit;
  }
  return code;
}

function isHttpVersion(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start >= 5 && toPacketText(bytes, start, start + 5) === "HTTP/";
}

function toRange(bytes: Uint8Array, start: number, end: number): Ranged<string> {
  return { value: toPacketText(bytes, start, end), start, end };
}

/** Behind the line's break, or `last` where it is cut off. */
function findLineEnd(bytes: Uint8Array, from: number, last: number): number {
  const found = bytes.subarray(from, last).indexOf(0x0a);
  return found < 0 ? last : from + found + 1;
}

function withoutBreak(bytes: Uint8Array, start: number, lineEnd: number): number {
  if (lineEnd <= start || bytes[lineEnd - 1] !== 0x0a) return lineEnd;
  return lineEnd - 2 >= start && bytes[lineEnd - 2] === 0x0d ? lineEnd - 2 : lineEnd - 1;
}

function findSpace(bytes: Uint8Array, from: number, end: number): number {
  const found = bytes.subarray(from, end).indexOf(0x20);
  return found < 0 ? -1 : from + found;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}
