import { toPeers } from "./ipv4.ts";
import { createRandom } from "./random.ts";
import { scenes } from "./scenes.ts";
import type { TimedFrame } from "./timedFrame.ts";

export type TrafficOptions = {
  readonly seed: number;
  readonly instanceIp: string;
  /** Whom the instance talks with; a neighbour is made up where there is none. */
  readonly peerIps: readonly string[];
};

/** Endless frames in the order of time, the same for the same options: some 500 a second of traffic. */
export function* createTraffic(options: TrafficOptions): Generator<TimedFrame, never> {
  const random = createRandom(options.seed);
  const peers = toPeers(options.instanceIp, options.peerIps);
  let waiting: TimedFrame[] = [];
  let now = 0;
  for (;;) {
    const peer = random.pick(peers);
    const cast =
      random.integer(0, 2) > 0
        ? { clientIp: options.instanceIp, serverIp: peer }
        : { clientIp: peer, serverIp: options.instanceIp };
    waiting.push(...random.pick(scenes)(now, cast, random));
    now += random.integer(4_000_000, 26_000_000);
    // A scene never begins before the one that was made before it: what lies before `now` is complete.
    waiting.sort((one, other) => one.timeNanoseconds - other.timeNanoseconds);
    const next = waiting.findIndex((frame) => frame.timeNanoseconds >= now);
    const due = next < 0 ? waiting : waiting.slice(0, next);
    waiting = next < 0 ? [] : waiting.slice(next);
    yield* due;
  }
}
