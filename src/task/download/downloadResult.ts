import { mkdir, rmdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { DownloadedFile } from "../task.ts";
import { DownloadError } from "./downloadError.ts";
import { fetchPiece, isComplete } from "./fetchPiece.ts";
import { toFileProblem } from "./fileProblem.ts";
import { PartFile } from "./partFile.ts";
import { parseResultAddress } from "./resultAddress.ts";

export type DownloadProgress = { readonly receivedBytes: number; readonly totalBytes?: number | undefined };

export type ResultDownload = {
  /** A signed address fresh from the records; undefined when they hold none. */
  readonly freshUrl: (signal: AbortSignal) => Promise<string | undefined>;
  readonly folder: string;
  /** The file's name without its extension, fit for a file system. */
  readonly stem: string;
  /** Whether the account's own endpoint is on this computer, and results may be too. */
  readonly allowLoopback: boolean;
  readonly fetch: typeof fetch;
  /** Tells a file's format from its first bytes; what is none of a result's formats is refused. */
  readonly readFormat: (head: Uint8Array) => string;
  readonly signal: AbortSignal;
  /** At most ten times a second. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly retryDelaySeconds?: number | undefined;
  readonly stallSeconds?: number | undefined;
};

const extensions: ReadonlyMap<
  string,
  { readonly format: DownloadedFile["format"]; readonly extension: string }
> = new Map([
  ["pcap", { format: "pcap", extension: ".pcap" }],
  ["pcapng", { format: "pcapng", extension: ".pcapng" }],
  ["gzip", { format: "gzip", extension: ".pcap.gz" }],
  ["elf", { format: "elf", extension: ".core" }],
]);
/** What was fetched is then no beginning of anything. */
const worthless: ReadonlySet<string> = new Set(["notAResult", "checksumMismatch"]);
const headBytes = 64;
const progressMs = 100;
/** Tries in a row without a new byte, fresh links in a row, and beginnings from zero. */
const mostFailures = 4;
const mostLinks = 2;
const mostRestarts = 3;

/**
 * Fetches the file that a task left into the folder, going on where an earlier run stopped. The file gets its
 * name only when its length, its checksum (where the server gives one) and its first bytes are right. Rejects
 * with a `DownloadError`, with the error of `freshUrl`, or with the signal's reason; what can be continued
 * stays as `<stem>.part`.
 */
export async function downloadResult(download: ResultDownload): Promise<DownloadedFile> {
  const { folder, stem, signal } = download;
  signal.throwIfAborted();
  let part: PartFile | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    part = await PartFile.open(folder, stem);
    await fillPart(part, download);
    const { format, extension } = checkContent(part, download);
    const { sizeBytes, sha256 } = part;
    return { path: await part.promote(folder, stem, extension), sizeBytes, sha256, format };
  } catch (error) {
    const isWorthless = error instanceof DownloadError && worthless.has(error.problem.code);
    if (part && (isWorthless || part.sizeBytes === 0)) {
      await part.discard();
      // Only an empty folder goes.
      await rmdir(folder).catch(() => undefined);
    }
    signal.throwIfAborted();
    throw await toFileProblem(error, folder, toMissingBytes(part));
  } finally {
    await part?.close();
  }
}

async function fillPart(part: PartFile, download: ResultDownload): Promise<void> {
  const { signal, retryDelaySeconds = 1, stallSeconds = 60 } = download;
  const options = {
    fetch: download.fetch,
    folder: download.folder,
    signal,
    stallSeconds,
    onBytes: buildOnBytes(part, download),
  };
  let url: URL | undefined;
  let links = 0;
  let failures = 0;
  let restarts = 0;
  let furthest = part.sizeBytes;
  while (!isComplete(part)) {
    if (part.sizeBytes > 0 && part.identity.etag === undefined) await part.begin({});
    url ??= await readAddress(download);
    const outcome = await fetchPiece(url, part, options);
    // What comes a second time is no progress.
    if (part.sizeBytes > furthest) links = failures = 0;
    furthest = Math.max(furthest, part.sizeBytes);
    switch (outcome.kind) {
      case "complete":
        break;
      case "linkExpired":
        if (++links > mostLinks) throw new DownloadError({ code: "linkExpired", httpStatus: 403 });
        url = undefined;
        break;
      case "changed":
        if (++restarts > mostRestarts) throw new DownloadError({ code: "changed" });
        furthest = failures = 0;
        await part.begin({});
        break;
      case "broken":
        if (++failures >= mostFailures) throw new DownloadError(outcome.problem);
        await wait(retryDelaySeconds * 1000 * 2 ** (failures - 1), undefined, { signal });
    }
  }
  download.onProgress?.({ receivedBytes: part.sizeBytes, totalBytes: part.sizeBytes });
}

async function readAddress({ freshUrl, allowLoopback, signal }: ResultDownload): Promise<URL> {
  const text = await freshUrl(signal);
  if (text === undefined) throw new DownloadError({ code: "noLink" });
  return parseResultAddress(text, allowLoopback);
}

/** Refuses what is no result as soon as its first bytes are there, and tells the progress now and then. */
function buildOnBytes(part: PartFile, download: ResultDownload): () => void {
  let toldMs = -Infinity;
  return () => {
    if (part.head.length >= headBytes && !extensions.has(download.readFormat(part.head))) {
      throw new DownloadError({ code: "notAResult" });
    }
    const nowMs = performance.now();
    if (nowMs - toldMs < progressMs) return;
    toldMs = nowMs;
    download.onProgress?.({ receivedBytes: part.sizeBytes, totalBytes: part.identity.totalBytes });
  };
}

function checkContent(part: PartFile, download: ResultDownload) {
  const known = extensions.get(download.readFormat(part.head));
  if (!known) throw new DownloadError({ code: "notAResult" });
  const { crc64 } = part.identity;
  if (crc64 !== undefined && crc64 !== part.crc64) throw new DownloadError({ code: "checksumMismatch" });
  return known;
}

function toMissingBytes(part: PartFile | undefined): number | undefined {
  const totalBytes = part?.identity.totalBytes;
  return part && totalBytes !== undefined ? totalBytes - part.sizeBytes : undefined;
}
