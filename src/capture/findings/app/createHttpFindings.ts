import type { ConversationTable } from "../../analysis/conversation.ts";
import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import { findHttpHeader, readHttpHead } from "../../packet/app/http.ts";
import { cutText } from "../../packet/app/packetText.ts";
import { readEndpoint, toEndpointText } from "../endpointText.ts";
import { toEndpointFilter, toFilter } from "../filterText.ts";
import type { Finding, Severity } from "../finding.ts";
import { createFindingGroups } from "../findingGroups.ts";

export type HttpFindings = {
  /** Takes a packet whose application layer is HTTP, with new data. */
  observe(packet: ObservedPacket): void;
  build(conversations: ConversationTable): readonly Finding[];
};

/** A request that waits for its answer: its head is read only when the answer is a bad one. */
type Request = { readonly head: Uint8Array; readonly packet: number };

/** So many connections are watched for answers; then the one that is watched longest is forgotten. */
const maxConnections = 10_000;
/** How many requests one connection may send ahead (RFC 9112 section 9.3.2). */
const maxPipelined = 32;
const maxHeadBytes = 1_024;
const maxTargetText = 120;
/** 401 and 407 ask for a password (RFC 9110 section 11): a part of a normal login. */
const challenges = new Set([401, 407]);

/** HTTP/1.x answers that say that something is wrong, with the requests they answer. */
export function createHttpFindings(): HttpFindings {
  const waiting = new Map<number, Request[]>();
  const serverErrors = createFindingGroups("httpServerError", "http.response.code >= 500");
  const clientErrors = createFindingGroups(
    "httpClientError",
    "http.response.code >= 400 && http.response.code < 500",
  );

  const noteRequest = ({ conversation, dissection, number }: ObservedPacket, start: number, end: number) => {
    const requests = waiting.get(conversation);
    const request = {
      head: dissection.bytes.slice(start, Math.min(end, start + maxHeadBytes)),
      packet: number,
    };
    if (requests !== undefined) {
      if (requests.length < maxPipelined) requests.push(request);
      return;
    }
    if (waiting.size >= maxConnections) {
      const [oldest] = waiting.keys();
      if (oldest !== undefined) waiting.delete(oldest);
    }
    waiting.set(conversation, [request]);
  };

  const noteAnswer = (packet: ObservedPacket, code: number) => {
    // Interim answers (RFC 9110 section 15.2) come before the one; 101 is the last that is HTTP.
    if (code < 200 && code !== 101) return;
    const requests = waiting.get(packet.conversation);
    const request = requests?.shift();
    if (requests?.length === 0) waiting.delete(packet.conversation);
    if (code < 400 || code > 599) return;
    const server = readEndpoint(packet.dissection, "source");
    const { method, target } = toRequestWords(request, toEndpointText(server));
    const packets = request === undefined ? [packet.number] : [request.packet, packet.number];
    const groups = code >= 500 ? serverErrors : clientErrors;
    groups.add(`${code} ${method} ${target} ${toEndpointText(server)}`, { packets }, () => ({
      severity: toSeverity(code),
      params: { code: String(code), method, target, server: toEndpointText(server) },
      filter: toFilter(`http.response.code == ${code}`, toEndpointFilter(server, "tcp")),
    }));
  };

  return {
    observe: (packet) => {
      const { bytes, starts, ends, application } = packet.dissection;
      const start = starts[application] ?? 0;
      const end = ends[application] ?? 0;
      if (!isAnswer(bytes, start)) noteRequest(packet, start, end);
      else if (end >= start + 12) noteAnswer(packet, readCode(bytes, start + 9));
    },
    build: (conversations) => [...serverErrors.build(conversations), ...clientErrors.build(conversations)],
  };
}

/** Only an answer's start line begins with the version (RFC 9112 section 4); no method of a request does. */
function isAnswer(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 0x48 && bytes[start + 1] === 0x54;
}

/** The three digits behind `HTTP/1.1 `; no code that says anything where they are no digits. */
function readCode(bytes: Uint8Array, at: number): number {
  const [hundreds = 0, tens = 0, ones = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]].map(
    (byte = 0) => byte - 0x30,
  );
  return [hundreds, tens, ones].every((digit) => digit >= 0 && digit <= 9)
    ? hundreds * 100 + tens * 10 + ones
    : 200;
}

function toSeverity(code: number): Severity {
  if (code >= 500) return "error";
  return challenges.has(code) ? "note" : "warning";
}

/** Method, host and path without what is asked in it; the server where no request was seen. */
function toRequestWords(request: Request | undefined, server: string) {
  const head = request === undefined ? undefined : readHttpHead(request.head, 0, request.head.length);
  if (head === undefined || !head.isRequest) return { method: "?", target: server };
  const uri = head.uri.value.replace(/[?#].*$/u, "");
  // A proxy is asked with the whole address, others with the path (RFC 9112 section 3.2).
  const host = uri.startsWith("/") ? (findHttpHeader(head, "host")?.value ?? server) : "";
  return { method: head.method.value, target: cutText(`${host}${uri}`, maxTargetText) };
}
