import { buildBytes, toUint16, type BytePart } from "../../../../src/simulator/synthetic/bytes.ts";
import { buildDnsAnswer, buildDnsQuery } from "../../../../src/simulator/synthetic/dnsMessage.ts";
import { buildTcpFrame, buildUdpFrame, tcpFlags } from "../../../../src/simulator/synthetic/frame.ts";
import type { TimedFrame } from "../../../../src/simulator/synthetic/timedFrame.ts";

export type Side = "client" | "server";
export type Ends = {
  readonly client?: string;
  readonly server?: string;
  readonly clientPort?: number;
  readonly serverPort?: number;
};

const { fin, syn, rst, psh, ack } = tcpFlags;
const stepMilliseconds = 1;

/** One TCP connection whose frames come one millisecond after the other, with times in milliseconds. */
export function createTalk(startMilliseconds = 0, ends: Ends = {}) {
  const { client = "10.0.0.1", server = "10.0.0.2", clientPort = 40_000, serverPort = 80 } = ends;
  const flows = {
    client: { sourceIp: client, destIp: server, sourcePort: clientPort, destPort: serverPort },
    server: { sourceIp: server, destIp: client, sourcePort: serverPort, destPort: clientPort },
  };
  const next = { client: 1_000, server: 5_000 };
  const frames: TimedFrame[] = [];
  let now = startMilliseconds;
  const emit = (
    from: Side,
    flags: number,
    {
      data = [],
      windowBytes = 64_000,
      back = 0,
    }: { data?: BytePart; windowBytes?: number; back?: number } = {},
  ) => {
    now += stepMilliseconds;
    const payload = buildBytes(data);
    const other = from === "client" ? "server" : "client";
    const bytes = buildTcpFrame(flows[from], frames.length, {
      sequence: next[from] - back,
      acknowledgement: (flags & ack) === 0 ? 0 : next[other],
      flags,
      windowBytes,
      payload,
    });
    frames.push({ timeNanoseconds: now * 1e6, bytes });
    if (back === 0) next[from] += payload.length + ((flags & (syn | fin)) === 0 ? 0 : 1);
  };
  const talk = {
    frames,
    wait: (milliseconds: number) => {
      now += milliseconds;
      return talk;
    },
    /** A SYN; `back` of 1 sends it again. */
    ask: (back = 0) => {
      emit("client", syn, { back });
      return talk;
    },
    accept: () => {
      emit("server", syn | ack);
      emit("client", ack);
      return talk;
    },
    open: () => talk.ask().accept(),
    send: (from: Side, data: BytePart) => {
      emit(from, psh | ack, { data });
      return talk;
    },
    /** The last so many bytes once more. */
    repeat: (from: Side, data: Uint8Array) => {
      emit(from, psh | ack, { data, back: data.length });
      return talk;
    },
    acknowledge: (from: Side, windowBytes = 64_000) => {
      emit(from, ack, { windowBytes });
      return talk;
    },
    finish: (from: Side) => {
      emit(from, fin | ack);
      return talk;
    },
    reset: (from: Side) => {
      emit(from, rst | ack, { windowBytes: 0 });
      return talk;
    },
    close: () => talk.finish("client").finish("server").acknowledge("client"),
  };
  return talk;
}

/** Frames of one side of a talk alone. */
export function onlyFrom(side: Side, { frames }: { readonly frames: readonly TimedFrame[] }) {
  return frames.filter(({ bytes }) => (bytes[34 + 2] === 0 ? "client" : "server") === side);
}

type Lookup = Ends & {
  readonly id?: number;
  readonly name?: string;
  /** Undefined for no answer. */
  readonly rcode?: number;
  readonly answerAfterMilliseconds?: number;
};

/** A DNS query over UDP and its answer: response code 0 gives an address. */
export function buildLookup(startMilliseconds: number, lookup: Lookup = {}): readonly TimedFrame[] {
  const {
    client = "10.0.0.1",
    server = "10.0.0.53",
    clientPort = 50_000,
    id = 7,
    name = "a.example",
  } = lookup;
  const { rcode, answerAfterMilliseconds = 5 } = lookup;
  const there = { sourceIp: client, destIp: server, sourcePort: clientPort, destPort: 53 };
  const back = { sourceIp: server, destIp: client, sourcePort: 53, destPort: clientPort };
  const query = buildUdpFrame(there, 1, buildDnsQuery(id, name));
  const frames = [{ timeNanoseconds: startMilliseconds * 1e6, bytes: query }];
  if (rcode === undefined) return frames;
  const answer = buildDnsAnswer(id, name, rcode === 0 ? "10.0.0.9" : undefined);
  answer.set(toUint16(0x8180 | rcode), 2);
  const timeNanoseconds = (startMilliseconds + answerAfterMilliseconds) * 1e6;
  return [...frames, { timeNanoseconds, bytes: buildUdpFrame(back, 2, answer) }];
}

/** A frame of no importance that makes a capture last until then. */
export function lastUntil(milliseconds: number): TimedFrame {
  const flow = { sourceIp: "10.9.9.9", destIp: "10.9.9.8", sourcePort: 5_000, destPort: 5_001 };
  return { timeNanoseconds: milliseconds * 1e6, bytes: buildUdpFrame(flow, 1, new Uint8Array(4)) };
}
