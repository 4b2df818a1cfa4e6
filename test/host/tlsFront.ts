import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import net from "node:net";
import path from "node:path";
import tls from "node:tls";
import * as vscode from "vscode";

/** Something on 127.0.0.2 that stands where Alibaba's hosts would. */
export type Front = { readonly address: string; [Symbol.asyncDispose](): Promise<void> };

async function readFixture(name: string): Promise<string> {
  const folder = vscode.extensions.getExtension("eci-ops.eci-ops")?.extensionPath ?? assert.fail();
  return readFile(path.join(folder, "test/fixtures/tls", name), "utf8");
}

/** Ends TLS with a certificate of test/fixtures/tls (`silent` never begins it) and hands the rest on to a port of 127.0.0.1; without one it never answers. */
export async function startTlsFront(
  who: "server" | "stranger" | "silent",
  onwardPort?: number,
): Promise<Front> {
  const sockets = new Set<net.Socket>();
  const keep = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  };
  const handOn = (socket: net.Socket): void => {
    keep(socket);
    if (onwardPort === undefined) return;
    const onward = net.connect(onwardPort, "127.0.0.1");
    keep(onward);
    socket.pipe(onward).pipe(socket);
    socket.on("close", () => onward.destroy());
  };
  const server =
    who === "silent"
      ? net.createServer(keep)
      : tls.createServer(
          { key: await readFixture(`${who}.key`), cert: await readFixture(`${who}.pem`) },
          handOn,
        );
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.2");
  await once(server, "listening");
  return {
    address: `127.0.0.2:${(server.address() as net.AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
