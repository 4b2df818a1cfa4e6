import type { IncomingMessage } from "http";
import { RpcError, invalidParameter } from "./rpcError.ts";

/** A call as it came in, before anybody knows who sent it. */
export type RpcRequest = {
  readonly method: "GET" | "POST";
  readonly query: ReadonlyMap<string, string>;
  /** The query and the form body together. */
  readonly params: ReadonlyMap<string, string>;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
};

const maxBodyBytes = 1_048_576;

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    sizeBytes += chunk.length;
    // Read to the end all the same: a client that is still sending would not see the answer.
    if (sizeBytes <= maxBodyBytes) chunks.push(chunk);
  }
  if (sizeBytes > maxBodyBytes) {
    throw new RpcError(413, "RequestEntityTooLarge", "The request body is too large.");
  }
  return Buffer.concat(chunks);
}

function addPairs(target: Map<string, string>, text: string): void {
  for (const [name, value] of new URLSearchParams(text)) {
    if (target.has(name)) throw invalidParameter(name, "it is given more than once");
    target.set(name, value);
  }
}

/** Reads query, headers and form body; throws an `RpcError` for another method or a body over 1 MiB. */
export async function readRpcRequest(request: IncomingMessage): Promise<RpcRequest> {
  const { method } = request;
  if (method !== "GET" && method !== "POST") {
    throw new RpcError(405, "UnsupportedHTTPMethod", "This http method is not supported.");
  }
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(",") : value);
  }
  const query = new Map<string, string>();
  addPairs(query, (request.url ?? "/").split("?").slice(1).join("?"));
  const body = await readBody(request);
  const params = new Map(query);
  if (headers.get("content-type")?.startsWith("application/x-www-form-urlencoded")) {
    addPairs(params, Buffer.from(body).toString("utf8"));
  }
  return { method, query, params, headers, body };
}
