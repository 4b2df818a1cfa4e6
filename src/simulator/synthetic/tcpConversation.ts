import { buildBytes, toUint16, type BytePart } from "./bytes.ts";
import { buildTcpFrame, tcpFlags } from "./frame.ts";
import type { Random } from "./random.ts";
import type { TimedFrame } from "./timedFrame.ts";

export type Side = "client" | "server";

/** One TCP conversation that is written down step by step; every step adds frames to the list it was made with. */
export type TcpConversation = {
  /** Lets time pass before the next frame. */
  wait(milliseconds: number): void;
  /** The three-way handshake. */
  open(): void;
  /** A SYN that a closed port answers with RST. */
  refuse(): void;
  /** Data from one side, in segments, and the other side's acknowledgement; `lose` sends the first segment twice. */
  send(from: Side, data: BytePart, lose?: "lose"): void;
  /** A RST in mid-stream. */
  reset(from: Side): void;
  /** FIN from the given side first, then from the other. */
  close(first: Side): void;
};

export type TcpEnds = {
  readonly clientIp: string;
  readonly serverIp: string;
  readonly serverPort: number;
};

const maxSegmentBytes = 1460;
const windowBytes = 64_240;

/** Begins a conversation at `startNanoseconds`, with an ephemeral port and sequence numbers from `random`. */
export function createTcpConversation(
  frames: TimedFrame[],
  startNanoseconds: number,
  ends: TcpEnds,
  random: Random,
): TcpConversation {
  const clientPort = random.integer(32_768, 60_999);
  const flows = {
    client: {
      sourceIp: ends.clientIp,
      destIp: ends.serverIp,
      sourcePort: clientPort,
      destPort: ends.serverPort,
    },
    server: {
      sourceIp: ends.serverIp,
      destIp: ends.clientIp,
      sourcePort: ends.serverPort,
      destPort: clientPort,
    },
  };
  const sequence = { client: random.integer(0, 0xffffffff), server: random.integer(0, 0xffffffff) };
  const other = { client: "server", server: "client" } as const;
  let now = startNanoseconds;

  const emit = (
    from: Side,
    flags: number,
    payload: Uint8Array = new Uint8Array(),
    options: BytePart = [],
  ) => {
    now += random.integer(60_000, 900_000);
    const acknowledgement = flags & tcpFlags.ack ? sequence[other[from]] : 0;
    const frame = buildTcpFrame(flows[from], random.integer(0, 0xffff), {
      sequence: sequence[from],
      acknowledgement,
      flags,
      windowBytes: flags & tcpFlags.rst ? 0 : windowBytes,
      options,
      payload,
    });
    frames.push({ timeNanoseconds: now, bytes: frame });
  };
  const advance = (from: Side, by: number) => {
    sequence[from] = (sequence[from] + by) >>> 0;
  };
  const segmentSizeOption = buildBytes([2, 4], toUint16(maxSegmentBytes));

  return {
    wait: (milliseconds) => {
      now += milliseconds * 1_000_000;
    },
    open: () => {
      emit("client", tcpFlags.syn, undefined, segmentSizeOption);
      advance("client", 1);
      emit("server", tcpFlags.syn | tcpFlags.ack, undefined, segmentSizeOption);
      advance("server", 1);
      emit("client", tcpFlags.ack);
    },
    refuse: () => {
      emit("client", tcpFlags.syn, undefined, segmentSizeOption);
      advance("client", 1);
      sequence.server = 0;
      emit("server", tcpFlags.rst | tcpFlags.ack);
    },
    send: (from, data, lose) => {
      const bytes = buildBytes(data);
      for (let at = 0; at < bytes.length; at += maxSegmentBytes) {
        const segment = bytes.subarray(at, at + maxSegmentBytes);
        emit(from, tcpFlags.psh | tcpFlags.ack, segment);
        if (lose && at === 0) {
          now += 200_000_000;
          emit(from, tcpFlags.psh | tcpFlags.ack, segment);
        }
        advance(from, segment.length);
      }
      emit(other[from], tcpFlags.ack);
    },
    reset: (from) => emit(from, tcpFlags.rst | tcpFlags.ack),
    close: (first) => {
      emit(first, tcpFlags.fin | tcpFlags.ack);
      advance(first, 1);
      emit(other[first], tcpFlags.fin | tcpFlags.ack);
      advance(other[first], 1);
      emit(first, tcpFlags.ack);
    },
  };
}
