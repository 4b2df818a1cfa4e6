import { buildTcpFrame } from "../../../../src/simulator/synthetic/frame.ts";

/** A frame and its time; NaN seconds for a packet whose file gives no time. */
export type TestFrame = {
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly bytes: Uint8Array;
};

/** What a segment is when nothing else is said: an ACK without data in the middle of nowhere. */
export type Step = {
  readonly from?: "client" | "server";
  /** Letters of S, A, F, R and P. */
  readonly flags?: string;
  readonly seq: number;
  readonly ack?: number;
  readonly window?: number;
  readonly length?: number;
  readonly options?: readonly number[];
  /** Since the step before; a millisecond when it is not said. */
  readonly afterMicroseconds?: number;
};

const flagBits: Readonly<Record<string, number>> = { F: 1, S: 2, R: 4, P: 8, A: 16 };

/** Options of a SYN that offer a window scale: no-operation and kind 3 (RFC 7323, section 2.2). */
export const windowScale = (shift: number): readonly number[] => [1, 3, 3, shift];

/** The frames of one connection between two ports of their own; `index` tells connections apart. */
export function buildScenario(
  index: number,
  startMicroseconds: number,
  steps: readonly Step[],
): readonly TestFrame[] {
  const client = { ip: "10.1.0.1", port: 1024 + (index % 60_000) };
  const server = { ip: `10.2.0.${String(1 + Math.floor(index / 60_000))}`, port: 700 };
  let now = startMicroseconds;
  return steps.map((step, place) => {
    now += step.afterMicroseconds ?? 1000;
    const [source, dest] = step.from === "server" ? [server, client] : [client, server];
    const flags = step.flags ?? "A";
    const bytes = buildTcpFrame(
      { sourceIp: source.ip, destIp: dest.ip, sourcePort: source.port, destPort: dest.port },
      place & 0xffff,
      {
        sequence: step.seq >>> 0,
        acknowledgement: (step.ack ?? 0) >>> 0,
        flags: flags.split("").reduce((bits, letter) => bits | (flagBits[letter] ?? 0), 0),
        windowBytes: step.window ?? 1000,
        options: step.options,
        payload: new Uint8Array(step.length ?? 0),
      },
    );
    return { seconds: Math.floor(now / 1_000_000), nanoseconds: (now % 1_000_000) * 1000, bytes };
  });
}
