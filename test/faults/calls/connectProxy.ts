import { once } from "node:events";
import http from "node:http";
import net from "node:net";

/** A proxy on loopback that counts what it is asked to connect to. */
export type ConnectProxy = {
  readonly url: string;
  readonly targets: readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** A proxy that connects, or one that takes CONNECT and never answers. */
export async function startConnectProxy(behaviour: "connects" | "silent"): Promise<ConnectProxy> {
  const targets: string[] = [];
  const sockets = new Set<net.Socket>();
  const keep = (socket: net.Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  };
  const server = http.createServer((_request, response) => response.writeHead(501).end());
  server.on("connection", keep);
  server.on("connect", (request: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    const target = request.url ?? "";
    targets.push(target);
    if (behaviour === "silent") {
      // It would not notice otherwise that the other end has gone.
      client.resume().on("end", () => client.end());
      return;
    }
    const { hostname, port } = new URL(`http://${target}`);
    const onward = net.connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      client.pipe(onward);
      onward.pipe(client);
    });
    keep(onward);
    client.on("close", () => onward.destroy());
    onward.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    targets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
