import type { ConversationTable } from "../../analysis/conversation.ts";
import type { ObservedPacket } from "../../analysis/captureAnalysis.ts";
import { findHttpHeader, readHttpHead } from "../../packet/app/http.ts";
import { cutText } from "../../packet/app/packetText.ts";
import { readEndpoint, toEndpointText } from "../endpointText.ts";
import { toEndpointFilter, toFilter } from "../filterText.ts";
import type { Finding, Severity } from "../finding.ts";
import { createFindingGroups } from "../findingGroups.ts";
import { createRequestQueue } from "./createRequestQueue.ts";

export type HttpFindings = {
  /** Takes a packet whose application layer is HTTP, with new data. */
  observe(packet: ObservedPacket): void;
  build(conversations: ConversationTable): readonly Finding[];
};

const maxTargetText = 120;
/** 401 and 407 ask for a password (RFC 9110 section 11): a part of a normal login. */
const challenges = new Set([401, 407]);

/** HTTP/1.x answers that say that something is wrong, with the requests they answer. */
export function createHttpFindings(): HttpFindings {
  const requests = createRequestQueue();
  const serverErrors = createFindingGroups("httpServerError", "http.request || http.response.code >= 500");
  const clientErrors = createFindingGroups(
    "httpClientError",
    "http.request || (http.response.code >= 400 && http.response.code < 500)",
  );

  const noteAnswer = (packet: ObservedPacket, code: number) => {
    // Interim answers (RFC 9110 section 15.2) come before the one; 101 is the last that is HTTP.
    if (code < 200 && code !== 101) return;
    const slot = requests.shift(packet.conversation);
    if (code < 400 || code > 599) return;
    const server = readEndpoint(packet.dissection, "source");
    const head = slot < 0 ? undefined : requests.headOf(slot);
    const { method, target } = toRequestWords(head, toEndpointText(server));
    const packets = slot < 0 ? [packet.number] : [requests.packetOf(slot), packet.number];
    const groups = code >= 500 ? serverErrors : clientErrors;
    groups.add(
      `${code} ${method} ${target} ${toEndpointText(server)}`,
      { packets, conversation: packet.conversation },
      () => ({
        severity: toSeverity(code),
        params: { code: String(code), method, target, server: toEndpointText(server) },
        filter: toFilter(toEndpointFilter(server, "tcp"), `(http.request || http.response.code == ${code})`),
        within: "http",
      }),
    );
  };

  return {
    observe: (packet) => {
      const { bytes, starts, ends, application } = packet.dissection;
      const start = starts[application] ?? 0;
      const end = ends[application] ?? 0;
      if (!isAnswer(bytes, start)) requests.push(packet.conversation, packet.number, bytes, start, end);
      else if (end >= start + 12) noteAnswer(packet, readCode(bytes, start + 9));
    },
    build: (conversations) => [...serverErrors.build(conversations), ...clientErrors.build(conversations)],
  };
}

/** Only an answer's start line begins with the version (RFC 9112 section 4); no method of a request does. */
function isAnswer(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 0x48 && bytes[start + 1] === 0x54;
}

/** The three digits behind `HTTP/1.1 `; a code that says nothing where they are no digits. */
function readCode(bytes: Uint8Array, at: number): number {
  const hundreds = (bytes[at] ?? 0) - 0x30;
  const tens = (bytes[at + 1] ?? 0) - 0x30;
  const ones = (bytes[at + 2] ?? 0) - 0x30;
  const isNumber = hundreds >= 0 && hundreds <= 9 && tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
  return isNumber ? hundreds * 100 + tens * 10 + ones : 200;
}

function toSeverity(code: number): Severity {
  if (code >= 500) return "error";
  return challenges.has(code) ? "note" : "warning";
}

/** Method, host and path without what is asked in it; the server where no request was seen. */
function toRequestWords(bytes: Uint8Array | undefined, server: string) {
  const head = bytes === undefined ? undefined : readHttpHead(bytes, 0, bytes.length);
  if (head === undefined || !head.isRequest) return { method: "?", target: server };
  const uri = head.uri.value.replace(/[?#].*$/u, "");
  // A proxy is asked with the whole address, others with the path (RFC 9112 section 3.2).
  const host = uri.startsWith("/") ? (findHttpHeader(head, "host")?.value ?? server) : "";
  return { method: head.method.value, target: cutText(`${host}${uri}`, maxTargetText) };
}
