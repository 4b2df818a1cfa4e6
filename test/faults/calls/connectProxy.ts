import { once } from "node:events";
import http from "node:http";
import net from "node:net";

/** A proxy on loopback that counts what it is asked to connect to. */
export type ConnectProxy = {
  readonly url: string;
  readonly targets: readonly string[];
  /** How many connections of clients it holds. */
  openConnections(): number;
  [Symbol.asyncDispose](): Promise<void>;
};

type ProxyOptions = {
  /** Where a target (`host:port`) is to be found; where it says by default. */
  readonly place?: (target: string) => string;
  /** `name:password` that it wants. */
  readonly wants?: string;
  /** Any free port by default. */
  readonly port?: number;
};

/** A proxy that connects, or one that takes CONNECT and never answers. */
export async function startConnectProxy(
  behaviour: "connects" | "silent",
  { place = (target) => target, wants, port: ownPort = 0 }: ProxyOptions = {},
): Promise<ConnectProxy> {
  const targets: string[] = [];
  const sockets = new Set<net.Socket>();
  const clients = new Set<net.Socket>();
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
    clients.add(client);
    client.on("close", () => clients.delete(client));
    if (wants !== undefined && request.headers["proxy-authorization"] !== `Basic ${btoa(wants)}`) {
      const head = 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="office"';
      client.end(`${head}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    if (behaviour === "silent") {
      // It would not notice otherwise that the other end has gone.
      client.resume().on("end", () => client.end());
      return;
    }
    const { hostname, port } = new URL(`http://${place(target)}`);
    const onward = net.connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      client.pipe(onward);
      onward.pipe(client);
    });
    keep(onward);
    // The sockets of an http server stay half open otherwise.
    client.on("end", () => client.end());
    client.on("close", () => onward.destroy());
    onward.on("close", () => client.destroy());
  });
  server.listen(ownPort, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    targets,
    openConnections: () => clients.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
