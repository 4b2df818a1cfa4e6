import { once } from "node:events";
import net from "node:net";
import { createEciClient, type EciClientOptions } from "../../../src/eci/createEciClient.ts";
import type { EciClient } from "../../../src/eci/eciClient.ts";

/** A request as it came over the socket. */
export type FaultRequest = {
  readonly line: string;
  readonly head: string;
  readonly params: URLSearchParams;
  readonly atMs: number;
};

/** Answers request number `index` (from 0) in whatever way; it may also leave it unanswered or destroy the socket. */
export type FaultAnswer = (socket: net.Socket, request: FaultRequest, index: number) => void;

/** A raw server on loopback that counts requests and sockets. */
export type FaultServer = {
  readonly url: string;
  readonly requests: readonly FaultRequest[];
  openSockets(): number;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startFaultServer(answer: FaultAnswer): Promise<FaultServer> {
  const requests: FaultRequest[] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
    let received = "";
    socket.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      const end = received.indexOf("\r\n\r\n");
      if (end < 0) return;
      const head = received.slice(0, end);
      const length = Number(/content-length: (\d+)/iu.exec(head)?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      const params = new URLSearchParams(received.slice(end + 4, end + 4 + length));
      received = received.slice(end + 4 + length);
      const request = { line: head.split("\r\n")[0]!, head, params, atMs: performance.now() };
      requests.push(request);
      answer(socket, request, requests.length - 1);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as net.AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    openSockets: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Writes a whole answer with a right length. */
export function sendAnswer(
  socket: net.Socket,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `HTTP/1.1 ${status} X\r\ncontent-length: ${Buffer.byteLength(text)}\r\n${lines.join("")}\r\n${text}`,
  );
}

/** A key of the shape of real ones; it opens nothing. */
export const testCredentials = {
  accessKeyId: "LTAI5tTestTestTestTest12",
  accessKeySecret: "s3cr3t/With+Signs=AndMore1234",
} as const;

/** A client of the server that does not wait between tries. */
export function createTestClient(
  server: FaultServer,
  options: Partial<EciClientOptions> = {},
): EciClient & Disposable {
  const client = createEciClient({
    credentials: testCredentials,
    endpoint: () => server.url,
    stsEndpoint: server.url,
    deadlineSeconds: 5,
    random: () => 0,
    ...options,
  });
  return { ...client, [Symbol.dispose]: () => client.dispose() };
}

/** Waits until the condition holds; fails after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > end) throw new Error("The condition did not come to hold in 5 s.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
