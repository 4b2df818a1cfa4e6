import type { Task } from "../task.ts";
import type { AddressHolding } from "./addressHistory.ts";
import { toCanonicalAddress } from "./canonicalAddress.ts";

/** Who has or had an address, by the address in its canonical form; each instance once. */
export type AddressIndex = ReadonlyMap<string, readonly AddressHolding[]>;

/** What is asked about: a time in milliseconds since 1970 (now unless given), and the region that the question is from. */
export type AddressQuestion = {
  readonly atMs?: number | undefined;
  readonly regionId?: string | undefined;
};

export type AddressAnswer = {
  readonly holding: AddressHolding;
  /** False where it had the address at another time and perhaps not then, or where others had it too. */
  readonly isCertain: boolean;
  /** Others who may be meant; none of them is more likely. */
  readonly others: readonly AddressHolding[];
};

/** Puts together what the lists have shown and what the tasks know: a task's instance had its address when it was sent. */
export function buildAddressIndex(holdings: Iterable<AddressHolding>, tasks: Iterable<Task>): AddressIndex {
  const index = new Map<string, AddressHolding[]>();
  const add = (holding: AddressHolding): void => {
    const sharers = index.get(holding.address);
    if (sharers) sharers.push(holding);
    else index.set(holding.address, [holding]);
  };
  for (const holding of holdings) add(holding);
  for (const { target, sentTime } of tasks) {
    const { instanceIp, accountId, regionId, instanceId, instanceName: name } = target;
    const address = instanceIp === undefined ? undefined : toCanonicalAddress(instanceIp);
    if (address === undefined) continue;
    const sentMs = Date.parse(sentTime);
    const sharers = index.get(address) ?? [];
    const at = sharers.findIndex((each) => each.instanceId === instanceId && each.regionId === regionId);
    const known = sharers[at];
    if (known) sharers[at] = withTime(known, sentMs);
    else add({ address, accountId, regionId, instanceId, name, fromMs: sentMs, untilMs: sentMs });
  }
  return index;
}

/** Which instance had an address; undefined where nobody is known who can have had it. */
export function findAddressOwner(
  index: AddressIndex,
  address: string,
  { atMs = Infinity, regionId }: AddressQuestion,
): AddressAnswer | undefined {
  const canonical = toCanonicalAddress(address);
  const sharers = canonical === undefined ? undefined : index.get(canonical);
  if (!sharers) return undefined;
  const possible = sharers.filter(({ notBeforeMs }) => notBeforeMs === undefined || notBeforeMs <= atMs);
  const ranked = possible
    .map((holding) => ({
      holding,
      awayMs: toAwayMs(holding, atMs),
      // The same private address may stand in every network; the nearest one is the one that is meant.
      isElsewhere: regionId !== undefined && holding.regionId !== regionId,
    }))
    .sort(
      (a, b) =>
        Number(a.awayMs > 0) - Number(b.awayMs > 0) ||
        Number(a.isElsewhere) - Number(b.isElsewhere) ||
        // At the end of time both may be endlessly far away.
        (a.awayMs === b.awayMs ? 0 : a.awayMs - b.awayMs) ||
        b.holding.untilMs - a.holding.untilMs ||
        b.holding.fromMs - a.holding.fromMs,
    );
  const [best] = ranked;
  if (!best) return undefined;
  const others = ranked
    .slice(1)
    .filter(
      ({ awayMs, isElsewhere }) => awayMs === 0 && best.awayMs === 0 && isElsewhere === best.isElsewhere,
    )
    .map(({ holding }) => holding);
  return { holding: best.holding, isCertain: best.awayMs === 0 && others.length === 0, others };
}

/** How far a time is from those at which an instance is known to have had its address; 0 within them. */
function toAwayMs({ fromMs, untilMs }: AddressHolding, atMs: number): number {
  if (atMs < fromMs) return fromMs - atMs;
  // Infinity is not beyond itself: whoever is listed now has the address now.
  return atMs > untilMs ? atMs - untilMs : 0;
}

/** What is known at two times of one instance holds between them too. */
function withTime(known: AddressHolding, timeMs: number): AddressHolding {
  const { fromMs, untilMs } = known;
  return { ...known, fromMs: Math.min(fromMs, timeMs), untilMs: Math.max(untilMs, timeMs) };
}
