import { CloudError, type CloudErrorDetails, type CloudErrorKind } from "./cloudError.ts";
import { findCatalogueEntry } from "./errorCatalogue.ts";
import { isCertificateCode } from "./isCertificateCode.ts";
import { toPlainJson } from "./toPlainJson.ts";
import type { Redactor } from "./redact.ts";
import { toRetryAfterSeconds } from "./toRetryAfterSeconds.ts";

/** The status and headers of an answer. */
export type AnswerHead = {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** What came of one request: the API's answer, or why there is none. */
export type Answer =
  | { readonly kind: "answer"; readonly body: Readonly<Record<string, unknown>>; readonly head: AnswerHead }
  | { readonly kind: "failure"; readonly error: CloudError; readonly head?: AnswerHead | undefined };

const maxMessageCharacters = 2000;
const maxCodeCharacters = 200;
/** Words that pop-core and the services write into `Code` when all is well. */
const goodCodes = new Set(["200", "OK", "Success", "success"]);

/** Reads what pop-core resolved with. */
export function toAnswer(value: unknown, head: AnswerHead | undefined, redact: Redactor): Answer {
  const body = toBody(value);
  if (body === undefined)
    return { kind: "failure", error: toLocalError("protocol", "NoApiAnswer", head), head };
  const code = toText(body["Code"]);
  if (code !== undefined && !goodCodes.has(code)) {
    return { kind: "failure", error: toServiceError(code, body, head, redact), head };
  }
  // Without a status nothing tells an error page from an answer.
  if (head?.status === undefined || head.status < 200 || head.status >= 300) {
    return { kind: "failure", error: toLocalError("protocol", "NoErrorCode", head), head };
  }
  return { kind: "answer", body, head };
}

/** Reads what pop-core rejected with; nothing of it gets out but a service's code and redacted message. */
export function toFailure(error: unknown, head: AnswerHead | undefined, redact: Redactor): Answer {
  const details: { data?: unknown; text?: unknown; code?: unknown } =
    typeof error === "object" && error !== null ? error : {};
  if (typeof details.data === "object" && details.data !== null) return toAnswer(details.data, head, redact);
  if (typeof details.text === "string") {
    // pop-core's parser refuses the keys __proto__ and constructor, which a tag may well carry.
    return toAnswer(parseJsonOrNothing(details.text), head, redact);
  }
  if (typeof details.code === "string" && !details.code.startsWith("HPE_")) {
    return { kind: "failure", error: toNetworkError(details.code, error, head), head };
  }
  const isTimeout = error instanceof Error && error.name.startsWith("RequestTimeout");
  const local = isTimeout
    ? toLocalError("timeout", "Timeout", head)
    : toLocalError("protocol", "NoApiAnswer", head);
  return { kind: "failure", error: local, head };
}

/** An error of our own, whose message is a word for the log: a timeout or an answer that is none of the API's. */
export function toLocalError(
  kind: Exclude<CloudErrorKind, "service" | "network" | "key">,
  reason: string,
  head?: AnswerHead,
  more: Partial<CloudErrorDetails> = {},
): CloudError {
  const status = head?.status ?? 0;
  // No API answers 407: a proxy does, instead of connecting (RFC 9110, 15.5.8).
  const isProxys = kind === "protocol" && status === 407;
  return new CloudError(reason, {
    kind,
    code: kind === "timeout" ? "Timeout" : isProxys ? "ProxyAuthentication" : "Protocol",
    httpStatus: head?.status,
    retryAfterSeconds: toAskedSeconds(head),
    retryable: kind === "timeout" || status >= 500 || status === 429 || status === 408,
    outcomeUnknown: !isProxys,
    ...more,
  });
}

function toServiceError(
  code: string,
  body: Readonly<Record<string, unknown>>,
  head: AnswerHead | undefined,
  redact: Redactor,
): CloudError {
  const entry = findCatalogueEntry(code);
  const status = head?.status;
  const isServerError = (status ?? 0) >= 500;
  const requestId = toText(body["RequestId"]);
  return new CloudError(redact(toText(body["Message"]) ?? "").slice(0, maxMessageCharacters), {
    kind: "service",
    code: redact(code).slice(0, maxCodeCharacters),
    requestId: requestId === undefined ? undefined : redact(requestId).slice(0, maxCodeCharacters),
    httpStatus: status,
    retryAfterSeconds: toAskedSeconds(head),
    retryable: entry === undefined ? isServerError : entry.retry !== "never",
    // These are no refusals: the work may have begun before the error (a gateway's codes are its own), and a used
    // nonce means that a copy of this very request came first.
    outcomeUnknown:
      entry === undefined
        ? isServerError
        : entry.code === "InternalError" || entry.code === "SignatureNonceUsed",
  });
}

/** A date in `Retry-After` is told by the service's clock, and so is that of the answer. */
function toAskedSeconds(head: AnswerHead | undefined): number | undefined {
  const serviceMs = Date.parse(String(head?.headers["date"]));
  return toRetryAfterSeconds(head?.headers["retry-after"], Number.isNaN(serviceMs) ? undefined : serviceMs);
}

function toNetworkError(code: string, error: unknown, head: AnswerHead | undefined): CloudError {
  const isCertificate = isCertificateCode(code);
  return new CloudError(code.slice(0, maxCodeCharacters), {
    kind: "network",
    code: isCertificate ? "Certificate" : "Network",
    httpStatus: head?.status,
    retryable: !isCertificate,
    outcomeUnknown: !isCertificate && !isBeforeConnection(code, error),
  });
}

/** True when no connection came about, so that not a byte of the request left. */
function isBeforeConnection(code: string, error: unknown): boolean {
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN") return true;
  const causes: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return causes.every(
    (cause) =>
      cause instanceof Error &&
      "syscall" in cause &&
      (cause.syscall === "connect" || cause.syscall === "getaddrinfo"),
  );
}

function toBody(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  try {
    return toPlainJson(value) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function parseJsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
