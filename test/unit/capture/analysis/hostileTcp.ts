import { createRandom } from "../../../../src/simulator/synthetic/random.ts";
import { windowScale, type Step } from "./tcpScenario.ts";

type Side = "client" | "server";

const flagChoices = [
  "A",
  "A",
  "A",
  "A",
  "PA",
  "PA",
  "FA",
  "RA",
  "R",
  "S",
  "SA",
  "F",
  "",
  "SAF",
  "SR",
  "P",
] as const;
const lengths = [0, 0, 0, 1, 1, 2, 100, 100, 100, 1000] as const;
const windows = [0, 0, 1, 100, 100, 1000, 65_535] as const;

/**
 * A conversation that breaks every rule of TCP now and then: numbers near those that are expected, repeated and empty
 * segments, closed windows, probes, SYNs in the middle, times that go back. `tame` keeps the flags plain.
 */
export function buildHostileSteps(seed: number, length: number, tame: boolean): readonly Step[] {
  const random = createRandom(seed);
  const base = () =>
    random.pick([0, 1, 0xffff_ff00, 0xffff_ffff, 0x7fff_fff0, 1000, random.integer(0, 0xffff_ffff)]);
  const next: Record<Side, number> = { client: base(), server: base() };
  const acked: Record<Side, number> = { client: next.server, server: next.client };
  const window: Record<Side, number> = { client: 1000, server: 1000 };
  const steps: Step[] = [];
  const push = (step: Step) => steps.push({ afterMicroseconds: toDelay(), ...step });
  const toDelay = () =>
    random.pick([100, 100, 900, 2_000, 3_000, 10_000, 19_999, 20_000, 300_000, -50, -5_000]);

  if (random.integer(0, 3) > 0) {
    const offer = () => (random.integer(0, 1) ? { options: windowScale(random.integer(0, 15)) } : {});
    const size = random.pick(windows);
    push({ flags: "S", seq: next.client, window: size, ...offer() });
    next.client += 1;
    if (random.integer(0, 5) > 0) {
      push({ from: "server", flags: "SA", seq: next.server, ack: next.client, window: size, ...offer() });
    }
    next.server += 1;
    acked.client = next.server;
    acked.server = next.client;
    if (random.integer(0, 5) > 0) push({ seq: next.client, ack: next.server, window: size });
  }
  for (let step = 0; step < length; step += 1) {
    const from: Side = random.pick(["client", "server"]);
    const other: Side = from === "client" ? "server" : "client";
    const flags =
      tame || random.integer(0, 3) > 0 ? random.pick(["A", "A", "PA"]) : random.pick([...flagChoices]);
    const bytes = random.integer(0, 12) === 0 ? window[other] : random.pick([...lengths]);
    const payload = Math.min(bytes, 1400);
    const jump =
      random.integer(0, 9) > 2 ? 0 : random.pick([-1, -1, 1, -2, -100, -100, -101, 100, 200, -1000, 70_000]);
    const seq = random.integer(0, 60) === 0 ? acked[other] : next[from] + jump;
    if (random.integer(0, 4) === 0) acked[from] = next[other];
    if (random.integer(0, 25) === 0) acked[from] = next[other] + random.pick([1, 100, -100]);
    if (random.integer(0, 5) === 0) window[from] = random.pick([...windows]);
    const offer =
      flags.includes("S") && random.integer(0, 1) ? { options: windowScale(random.integer(0, 8)) } : {};
    push({ from, flags, seq, ack: acked[from], window: window[from], length: payload, ...offer });
    const end = seq + payload + (/[SF]/u.test(flags) ? 1 : 0);
    if (jump === 0 || random.integer(0, 3) === 0) next[from] = end;
    if (random.integer(0, 7) === 0) {
      const same = { from: other, seq: next[other], ack: acked[other], window: window[other] };
      for (let again = random.integer(1, 4); again > 0; again -= 1) push(same);
    }
  }
  return steps;
}
