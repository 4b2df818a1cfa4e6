import { rmdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { DownloadedFile } from "../task.ts";
import { DownloadError } from "./downloadError.ts";
import { fetchPiece, isComplete } from "./fetchPiece.ts";
import { toFileProblem } from "./fileProblem.ts";
import { makeFolder } from "./makeFolder.ts";
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
  /** Remembers the finished file. A run that ends before that is followed by one that finds the file without fetching it. */
  readonly onFile?: ((file: DownloadedFile) => Promise<void>) | undefined;
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
/** Nine times a second, and once at the end. */
const progressMs = 112;
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
    await makeFolder(folder);
    part = await PartFile.open(folder, stem, signal);
    const wasLeft = part.sizeBytes > 0;
    await fillPart(part, download);
    // What somebody else, or a crash of the computer, did to the part is no fault of the server.
    if (wasLeft && !isIntact(part)) {
      await part.begin({});
      await fillPart(part, download);
    }
    const { format, extension } = checkContent(part, download);
    const { sizeBytes, sha256 } = part;
    signal.throwIfAborted();
    const toFile = (path: string): DownloadedFile => ({ path, sizeBytes, sha256, format });
    return toFile(
      await part.promote(folder, stem, extension, async (path) => download.onFile?.(toFile(path))),
    );
  } catch (error) {
    // What is free is asked while the folder is there.
    const problem = await toFileProblem(error, folder, toMissingBytes(part));
    if (part && isWorthless(part, error, download)) {
      await part.discard().catch(() => undefined);
      // Only an empty folder goes.
      await rmdir(folder).catch(() => undefined);
    }
    signal.throwIfAborted();
    throw problem;
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
    isResult: (head: Uint8Array) => extensions.has(download.readFormat(head)),
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

/** Tells the progress now and then. */
function buildOnBytes(part: PartFile, download: ResultDownload): () => void {
  let toldMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - toldMs < progressMs) return;
    toldMs = nowMs;
    download.onProgress?.({ receivedBytes: part.sizeBytes, totalBytes: part.identity.totalBytes });
  };
}

/** Whether what there is of the file is no beginning of anything; a wrong answer to the last request says nothing of it. */
function isWorthless(part: PartFile, error: unknown, { readFormat }: ResultDownload): boolean {
  const code = error instanceof DownloadError ? error.problem.code : undefined;
  return (
    part.sizeBytes === 0 ||
    code === "checksumMismatch" ||
    (code === "notAResult" && !extensions.has(readFormat(part.head)))
  );
}

function checkContent(part: PartFile, download: ResultDownload) {
  const known = extensions.get(download.readFormat(part.head));
  if (!known) throw new DownloadError({ code: "notAResult" });
  if (!isIntact(part)) throw new DownloadError({ code: "checksumMismatch" });
  return known;
}

function isIntact({ identity, crc64 }: PartFile): boolean {
  return identity.crc64 === undefined || identity.crc64 === crc64;
}

function toMissingBytes(part: PartFile | undefined): number | undefined {
  const totalBytes = part?.identity.totalBytes;
  return part && totalBytes !== undefined ? totalBytes - part.sizeBytes : undefined;
}
