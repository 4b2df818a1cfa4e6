import { buildDnsMessage, createFrameWriter, type Flow } from "./frameWriter.ts";

const flags = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

/** One TCP connection on its way; the script is the list of what is still to be sent. */
type Connection = {
  readonly flow: Flow;
  /** Next sequence number of the client and of the server. */
  sequence: [number, number];
  readonly script: Step[];
  at: number;
};

/** What one end sends: `side` 0 is the client. `back` bytes before its next sequence number for what is sent again. */
type Step = {
  readonly side: 0 | 1;
  readonly flags: number;
  readonly length: number;
  readonly windowBytes: number;
  readonly back: number;
  readonly text?: Uint8Array;
};

const activeConnections = 64;
const encoder = new TextEncoder();
const request = encoder.encode(
  "GET /api/orders?page=7 HTTP/1.1\r\nHost: orders.example.com\r\nAccept: */*\r\n\r\n",
);
const answers = [
  encoder.encode("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"),
  encoder.encode("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"),
  encoder.encode("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
];

/** A stream of frames written into `bytes`. */
export type Traffic = {
  /** Writes the next frame at that place and gives its length, at most 1514 bytes. */
  nextFrame(at: number): number;
  /** When the frame just written was sent. */
  time(): { readonly seconds: number; readonly microseconds: number };
};

/** A 32-bit generator (xorshift, Marsaglia 2003): the same seed, the same traffic. */
function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** The steps of one connection: opened, some requests, with now and then what goes wrong on networks. */
function buildScript(random: (below: number) => number): Step[] {
  const step = (side: 0 | 1, bits: number, length = 0, more: Partial<Step> = {}): Step => ({
    side,
    flags: bits,
    length,
    windowBytes: 64_240,
    back: 0,
    ...more,
  });
  const steps = [step(0, flags.syn)];
  if (random(50) === 0) return [...steps, step(0, flags.syn, 0, { back: 1 })];
  if (random(60) === 0) return [...steps, step(1, flags.rst | flags.ack)];
  steps.push(step(1, flags.syn | flags.ack), step(0, flags.ack));
  const exchanges = 1 + random(4);
  for (let exchange = 0; exchange < exchanges; exchange += 1) {
    steps.push(step(0, flags.psh | flags.ack, request.length, { text: request }), step(1, flags.ack));
    const text = answers[random(40) === 0 ? 1 + random(2) : 0];
    if (text) steps.push(step(1, flags.psh | flags.ack, text.length, { text }));
    for (let segments = 3 + random(12); segments > 0; segments -= 1) {
      const length = 40 + random(1_150);
      steps.push(step(1, flags.ack, length));
      if (random(80) === 0) {
        const ack = step(0, flags.ack);
        steps.push(ack, ack, ack, step(1, flags.ack, length, { back: length }));
      }
      if (random(2) === 0) steps.push(step(0, flags.ack));
      if (random(300) === 0) steps.push(step(0, flags.ack, 0, { windowBytes: 0 }), step(0, flags.ack));
    }
  }
  if (random(30) === 0) return [...steps, step(random(2) === 0 ? 0 : 1, flags.rst | flags.ack)];
  return [...steps, step(0, flags.fin | flags.ack), step(1, flags.fin | flags.ack), step(0, flags.ack)];
}

/** Traffic of clients in 172.16.0.0/16 with servers in 10.0.0.0/24: mostly HTTP over TCP, some DNS. */
export function createTraffic(bytes: Uint8Array, view: DataView, seed: number): Traffic {
  const random = createRandom(seed);
  const writer = createFrameWriter(bytes, view);
  const connections: Connection[] = [];
  let clients = 0;
  let microseconds = 0;
  let pendingAnswer: Flow | undefined;

  const openConnection = (): Connection => {
    clients += 1;
    const flow = {
      client: 0xac10_0000 + (clients % 50_000),
      server: 0x0a00_0000 + 1 + random(200),
      clientPort: 1_024 + (clients % 60_000),
      serverPort: random(3) === 0 ? 8080 : 80,
    };
    return { flow, sequence: [random(2 ** 32), random(2 ** 32)], script: buildScript(random), at: 0 };
  };

  const writeStep = (connection: Connection, step: Step, at: number): number => {
    const { flow, sequence } = connection;
    const [own, other] = step.side === 0 ? sequence : [sequence[1], sequence[0]];
    const isFirst = (step.flags & flags.syn) !== 0 && step.side === 0;
    const frameBytes = writer.writeTcp(at, flow, step.side === 0, {
      sequence: (own - step.back) >>> 0,
      acknowledgment: isFirst ? 0 : other,
      flags: step.flags,
      windowBytes: step.windowBytes,
      payloadBytes: step.length,
      text: step.text,
    });
    if (step.back === 0) {
      const counted = (step.flags & (flags.syn | flags.fin)) === 0 ? 0 : 1;
      sequence[step.side] = (own + step.length + counted) >>> 0;
    }
    return frameBytes;
  };

  return {
    time: () => ({
      seconds: 1_700_000_000 + Math.floor(microseconds / 1_000_000),
      microseconds: microseconds % 1_000_000,
    }),
    nextFrame: (at) => {
      microseconds += 5 + random(400);
      if (pendingAnswer) {
        const flow = pendingAnswer;
        pendingAnswer = undefined;
        return writer.writeUdp(at, flow, false, buildDnsMessage(flow, true));
      }
      if (random(400) === 0) {
        const flow = { ...openConnection().flow, serverPort: 53 };
        pendingAnswer = flow;
        return writer.writeUdp(at, flow, true, buildDnsMessage(flow, false));
      }
      const slot = random(activeConnections);
      let connection = connections[slot];
      if (!connection || connection.at >= connection.script.length) {
        connection = openConnection();
        connections[slot] = connection;
      }
      const step = connection.script[connection.at];
      connection.at += 1;
      return step ? writeStep(connection, step, at) : 0;
    },
  };
}
