import type { DownloadProblem } from "../task.ts";
import { DownloadError } from "./downloadError.ts";
import { dropBytes } from "./dropBytes.ts";
import { readFreeBytes } from "./fileProblem.ts";
import type { PartFile, PartIdentity } from "./partFile.ts";
import { ReadAhead } from "./readAhead.ts";

export type PieceOptions = {
  readonly fetch: typeof fetch;
  readonly folder: string;
  readonly signal: AbortSignal;
  /** How long a server may keep silent. */
  readonly stallSeconds: number;
  /** Whether a file that begins so is a result. */
  readonly isResult: (head: Uint8Array) => boolean;
  /** Called after each piece that was written. */
  readonly onBytes: () => void;
};

/** How one request went. `changed`: what the server has is not what we have a part of. */
export type PieceOutcome =
  | { readonly kind: "complete" | "linkExpired" | "changed" }
  | { readonly kind: "broken"; readonly problem: DownloadProblem };

const headBytes = 64;

/**
 * Asks once for what the part still lacks and appends what comes; the whole object when the part is empty.
 * Appends to a part only after 206 with exactly the missing range and the same entity tag (RFC 9110, 14.4, 15.3.7),
 * or what lies beyond the part in the whole of the same object. Only what begins like a result replaces a part.
 */
export async function fetchPiece(url: URL, part: PartFile, options: PieceOptions): Promise<PieceOutcome> {
  const silence = new Silence(options.stallSeconds);
  const signal = AbortSignal.any([options.signal, silence.signal]);
  const toBroken = (code: "network" | "incomplete", error: unknown): PieceOutcome => {
    options.signal.throwIfAborted();
    return broken(silence.signal.aborted ? { code: "stalled" } : { code, systemCode: toSystemCode(error) });
  };
  try {
    let response: Response;
    try {
      response = await options.fetch(url, { headers: toHeaders(part), redirect: "manual", signal });
    } catch (error) {
      return toBroken("network", error);
    }
    const body = new ReadAhead(response.body);
    try {
      const refusal = await judgeResponse(response, body, part, options);
      if (refusal) return refusal;
      let knownBytes = response.status === 200 ? part.sizeBytes : 0;
      for (;;) {
        silence.interrupt();
        let pieces: readonly Uint8Array[] | undefined;
        try {
          pieces = await body.next();
        } catch (error) {
          return toBroken("incomplete", error);
        }
        if (!pieces) break;
        const cameBytes = toBytes(pieces);
        const fresh = dropBytes(pieces, knownBytes);
        knownBytes -= Math.min(knownBytes, cameBytes);
        if (part.sizeBytes + toBytes(fresh) > (part.identity.totalBytes ?? Infinity)) {
          await part.begin({});
          return broken({ code: "incomplete" });
        }
        await part.append(fresh);
        options.onBytes();
      }
    } finally {
      await body.cancel();
    }
    return isComplete(part) ? { kind: "complete" } : broken({ code: "incomplete" });
  } finally {
    silence.end();
  }
}

/** A body without a length proves nothing by its end: then the object's checksum must. */
export function isComplete(part: PartFile): boolean {
  const { totalBytes, crc64 } = part.identity;
  return totalBytes === undefined
    ? crc64 !== undefined && crc64 === part.crc64
    : totalBytes === part.sizeBytes;
}

function toHeaders(part: PartFile): Record<string, string> {
  const { etag } = part.identity;
  return {
    "Accept-Encoding": "identity",
    ...(part.sizeBytes > 0 && etag !== undefined && { Range: `bytes=${part.sizeBytes}-`, "If-Match": etag }),
  };
}

/** Prepares the part for the response's body, or says why the body is not wanted. */
async function judgeResponse(
  response: Response,
  body: ReadAhead,
  part: PartFile,
  { folder, isResult }: PieceOptions,
): Promise<PieceOutcome | undefined> {
  const { status, headers } = response;
  if (response.type === "opaqueredirect" || (status >= 300 && status < 400)) {
    throw new DownloadError({ code: "redirectRefused", httpStatus: status });
  }
  if (status === 403) return { kind: "linkExpired" };
  if (status === 412 || (status === 416 && part.sizeBytes > 0)) return { kind: "changed" };
  // Nothing brings it back: what is left of a result is deleted after a while.
  if (status === 404) throw new DownloadError({ code: "resultGone", httpStatus: status });
  if (status === 408 || status === 429 || status >= 500)
    return broken({ code: "httpStatus", httpStatus: status });
  if (status !== 200 && (status !== 206 || part.sizeBytes === 0)) {
    throw new DownloadError({ code: "httpStatus", httpStatus: status });
  }
  // `fetch` has undone the encoding: neither the length nor the checksum fits any more.
  if (!["", "identity"].includes(headers.get("content-encoding") ?? ""))
    return broken({ code: "incomplete" });
  if (status === 206 && !isContinuation(headers, part)) return { kind: "changed" };
  if (status === 200) {
    const identity = toIdentity(headers);
    const head = await body.peek(headBytes);
    if (!isResult(head)) {
      if (head.length >= headBytes) throw new DownloadError({ code: "notAResult" });
      if (part.sizeBytes > 0) return broken({ code: "incomplete" });
    }
    if (!isSame(identity, part.identity)) await part.begin(identity);
  }
  const neededBytes = (part.identity.totalBytes ?? 0) - part.sizeBytes;
  const freeBytes = await readFreeBytes(folder);
  if (freeBytes !== undefined && freeBytes < neededBytes) {
    throw new DownloadError({ code: "diskFull", neededBytes, freeBytes });
  }
  return undefined;
}

function isContinuation(headers: Headers, part: PartFile): boolean {
  const { etag, totalBytes = 0 } = part.identity;
  const wanted = `bytes ${part.sizeBytes}-${totalBytes - 1}/${totalBytes}`;
  return headers.get("etag") === etag && headers.get("content-range") === wanted;
}

/** Whether both are one object for certain. */
function isSame(one: PartIdentity, other: PartIdentity): boolean {
  return (
    one.etag !== undefined &&
    one.etag === other.etag &&
    one.totalBytes === other.totalBytes &&
    one.crc64 === other.crc64
  );
}

function toBytes(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function toIdentity(headers: Headers): PartIdentity {
  const etag = headers.get("etag") ?? "";
  const length = headers.get("content-length") ?? "";
  const crc64 = headers.get("x-oss-hash-crc64ecma") ?? "";
  return {
    ...(/^"[^"]*"$/.test(etag) && { etag }),
    ...(/^\d{1,15}$/.test(length) && { totalBytes: Number(length) }),
    ...(/^\d{1,20}$/.test(crc64) && { crc64 }),
  };
}

function toSystemCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
}

function broken(problem: DownloadProblem): PieceOutcome {
  return { kind: "broken", problem };
}

/** Aborts its signal when it is not interrupted for a while. */
class Silence {
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(seconds: number) {
    this.#timer = setTimeout(() => this.#abort.abort(), seconds * 1000);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  interrupt(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
