import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCrc64 } from "../../../../src/task/download/crc64.ts";
import type { ResultDownload } from "../../../../src/task/download/downloadResult.ts";
import { readFileFormat } from "../../../../src/capture/fileFormat.ts";

export type ServedObject = {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly sha256: string;
  readonly crc64: string;
};

/** Random bytes that begin like a pcap file. */
export function makeObject(sizeBytes: number): ServedObject {
  const bytes = randomBytes(sizeBytes);
  Buffer.from([0xd4, 0xc3, 0xb2, 0xa1]).copy(bytes);
  return toObject(bytes);
}

export function toObject(bytes: Buffer): ServedObject {
  const crc = createCrc64();
  crc.update(bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { bytes, etag: `"${sha256.slice(0, 32).toUpperCase()}"`, sha256, crc64: crc.digest() };
}

/** Answers as OSS does: 206 with the range that is asked for, 412 when the tag is another. */
export function serveObject(
  object: ServedObject,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): void {
  const headers = { ETag: object.etag, "x-oss-hash-crc64ecma": object.crc64 };
  const match = request.headers["if-match"];
  if (match !== undefined && match !== object.etag) {
    response.writeHead(412).end();
    return;
  }
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
  const body = object.bytes.subarray(Number(from ?? 0));
  const total = object.bytes.length;
  if (from === undefined) response.writeHead(200, { ...headers, "Content-Length": total });
  else {
    response.writeHead(206, {
      ...headers,
      "Content-Length": body.length,
      "Content-Range": `bytes ${from}-${total - 1}/${total}`,
    });
  }
  response.end(body);
}

/** Sends the head of the answer and `count` bytes of its body, then ends the connection, gently or by a reset. */
export function breakAfter(
  object: ServedObject,
  count: number,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  how: "end" | "reset" = "end",
): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const total = object.bytes.length;
  const ranged = request.headers.range !== undefined;
  const { socket } = request;
  response.writeHead(ranged ? 206 : 200, {
    ETag: object.etag,
    "Content-Length": total - from,
    ...(ranged && { "Content-Range": `bytes ${from}-${total - 1}/${total}` }),
  });
  response.write(object.bytes.subarray(from, from + count), () => {
    if (how === "end") socket.end();
    // The bytes are to be read before the reset throws away what is still in the buffers.
    else setTimeout(() => socket.resetAndDestroy(), 50);
  });
}

export type TestBed = AsyncDisposable & {
  readonly url: string;
  readonly folder: string;
  readonly requests: { readonly method: string | undefined; readonly headers: http.IncomingHttpHeaders }[];
  /** A download from this server into this folder. */
  readonly download: (changes?: Partial<ResultDownload>) => ResultDownload;
};

/** A server on loopback and a folder, both gone after the test. */
export async function startBed(
  answer: (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void,
): Promise<TestBed> {
  const requests: TestBed["requests"] = [];
  const server = http.createServer((request, response) => {
    requests.push({ method: request.method, headers: request.headers });
    answer(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const parent = await mkdtemp(join(tmpdir(), "eci-download-"));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/result?Signature=secret-signature`;
  const folder = join(parent, "task");
  return {
    url,
    folder,
    requests,
    download: (changes = {}) => ({
      freshUrl: () => Promise.resolve(url),
      folder,
      stem: "web",
      allowLoopback: true,
      fetch,
      readFormat: readFileFormat,
      signal: new AbortController().signal,
      retryDelaySeconds: 0.01,
      stallSeconds: 5,
      ...changes,
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(parent, { recursive: true, force: true });
    },
  };
}
