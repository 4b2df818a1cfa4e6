import type dgram from "node:dgram";
import type http from "http";
import type net from "net";
import type tls from "tls";

type Modules = {
  readonly http: typeof http;
  readonly net: typeof net;
  readonly dgram: typeof dgram;
  readonly tls: typeof tls;
};

/** Whose services an agent runs, whom it asks, and how long it waits between two questions to the same one. */
export type AgentPlan = {
  readonly ownIps: readonly string[];
  readonly peerIps: readonly string[];
  readonly pauseMilliseconds: number;
};

/**
 * Small real services on all addresses of its network namespace (HTTP on 80 and 8080, TLS on 443, DNS on 53, a
 * port 9000 that resets; 5432 and UDP 9 refuse), and clients that ask the peers' until standard input ends. It is
 * handed to a Node process as text: nothing from outside of its braces may be named in it.
 */
function runTrafficAgent({ http, net, dgram, tls }: Modules, plan: AgentPlan): void {
  const pass = () => undefined;
  const key = Buffer.alloc(16, 7);
  const ciphers = "ECDHE-PSK-CHACHA20-POLY1305";

  const answerHttp: http.RequestListener = (request, response) => {
    request.resume();
    const body = JSON.stringify({
      path: request.url,
      note: "x".repeat(1 + Math.floor(Math.random() * 3000)),
    });
    const waitMilliseconds = request.url === "/slow" ? 600 : 1;
    setTimeout(() => {
      response.writeHead(request.url === "/fail" ? 500 : 200, { "content-type": "application/json" });
      response.end(body);
    }, waitMilliseconds);
  };
  const serve = () => {
    for (const port of [80, 8080]) http.createServer(answerHttp).listen(port);
    tls
      .createServer({ pskCallback: () => key, ciphers, maxVersion: "TLSv1.2" }, (socket) => {
        socket.on("error", pass);
        socket.on("data", () => socket.end("x".repeat(1200)));
      })
      .on("tlsClientError", pass)
      .listen(443);
    net
      .createServer((socket) => {
        socket.on("error", pass);
        socket.on("data", () => {
          socket.write("half an answer");
          setTimeout(() => socket.resetAndDestroy(), 5);
        });
      })
      .listen(9000);
    for (const address of plan.ownIps) {
      const socket = dgram.createSocket("udp4");
      socket.on("message", (query, from) => {
        const known = !query.includes("gone");
        // RFC 1035: an answer with the question in it, and one A record or NXDOMAIN.
        const head = Buffer.concat([query.subarray(0, 2), Buffer.from(known ? "8180" : "8183", "hex")]);
        const counts = Buffer.from(known ? "0001000100000000" : "0001000000000000", "hex");
        const record = Buffer.from(`c00c000100010000003c0004${known ? "0a000001" : ""}`, "hex");
        const parts = [head, counts, query.subarray(12), ...(known ? [record] : [])];
        socket.send(Buffer.concat(parts), from.port, from.address);
      });
      socket.on("error", pass).bind(53, address);
    }
  };

  const askHttp = (path: string) => (own: string, peer: string) => {
    http
      .get({ host: peer, localAddress: own, path, agent: false }, (response) => response.resume())
      .on("error", pass);
  };
  const askUdp = (port: number, payload: () => Buffer) => (own: string, peer: string) => {
    const socket = dgram.createSocket("udp4").on("error", pass);
    const end = setTimeout(() => socket.close(), 300);
    socket.on("message", () => {
      clearTimeout(end);
      socket.close();
    });
    socket.bind(0, own, () => socket.send(payload(), port, peer));
  };
  const buildQuery = (name: string) => () => {
    const id = Buffer.from([Math.floor(Math.random() * 256), Math.floor(Math.random() * 256)]);
    const labels = name.split(".").map((label) => Buffer.from(String.fromCharCode(label.length) + label));
    const counts = Buffer.from("01000001000000000000", "hex");
    return Buffer.concat([id, counts, ...labels, Buffer.from("0000010001", "hex")]);
  };
  const askTcp = (port: number) => (own: string, peer: string) => {
    const socket = net.connect({ host: peer, port, localAddress: own }, () => socket.write("hello\n"));
    socket.on("error", pass).resume();
  };
  const askTls = (own: string, peer: string) => {
    const options = { host: peer, port: 443, localAddress: own, ciphers, maxVersion: "TLSv1.2" } as const;
    const psk = () => ({ psk: key, identity: "demo" });
    const socket = tls.connect({ ...options, pskCallback: psk, checkServerIdentity: pass }, () =>
      socket.write("GET / HTTP/1.1\r\n\r\n"),
    );
    socket.on("error", pass).resume();
  };
  const questions = [
    askHttp("/items"),
    askUdp(53, buildQuery("shop.internal")),
    askHttp("/items"),
    askTls,
    askUdp(53, buildQuery("gone.internal")),
    askTcp(5432),
    askHttp("/fail"),
    askTcp(9000),
    askUdp(9, () => Buffer.from("discard")),
    askHttp("/slow"),
  ];

  const ask = (own: string, peer: string, turn: number) => {
    questions[turn % questions.length]?.(own, peer);
    setTimeout(() => ask(own, peer, turn + 1), plan.pauseMilliseconds);
  };
  process.stdin.once("data", () => {
    serve();
    for (const own of plan.ownIps) for (const peer of plan.peerIps) ask(own, peer, 0);
  });
  process.stdin.on("close", () => process.exit());
  process.stdout.write("up\n");
}

/** The agent as an argument of `node -e`; the next argument is its plan as JSON. */
export const trafficAgentCode = `(${runTrafficAgent.toString()})({ http: require("http"), net: require("net"), dgram: require("node:dgram"), tls: require("tls") }, JSON.parse(process.argv[1]))`;
