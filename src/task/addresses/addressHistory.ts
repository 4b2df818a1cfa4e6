import type { Instance } from "../../eci/model.ts";
import { toCanonicalAddress } from "./canonicalAddress.ts";

/** An instance as a list of an account shows it. */
export type SeenInstance = {
  readonly accountId: string;
  readonly instance: Pick<
    Instance,
    "id" | "name" | "regionId" | "privateIp" | "internetIp" | "ipv6Address" | "createdAt"
  >;
};

/** That an instance has or had an address; times in milliseconds since 1970. */
export type AddressHolding = {
  /** In its canonical form. */
  readonly address: string;
  readonly accountId: string;
  readonly regionId: string;
  readonly instanceId: string;
  readonly name: string;
  /** It cannot have had the address before: the instance was created then. Undefined where nobody knows. */
  readonly notBeforeMs?: number | undefined;
  /** It had the address from then on, as far as is known, */
  readonly fromMs: number;
  /** and until then at least; for ever as long as the instance is listed with it. */
  readonly untilMs: number;
};

export type AddressHistory = {
  /** Takes in what is listed now; who is missing keeps what it had, until it was last seen. */
  readonly observe: (seen: Iterable<SeenInstance>, nowMs: number) => void;
  /** Drops what an account has shown, or all accounts. */
  readonly forget: (accountId: string | undefined) => void;
  readonly holdings: () => Iterable<AddressHolding>;
};

/** What an instance was last seen with, and when that was. */
type Known = {
  seen: SeenInstance;
  /** The look at the lists that it was last seen in. */
  look: number;
  /** The newest one last; those that it is listed with are for ever. */
  holdings: readonly AddressHolding[];
};

/** More than a region has at one time; of those that are gone the ones that were seen first are dropped first. */
const maxGone = 20_000;

/** Remembers which instances had which addresses, those too that vanished or changed: an address is used again. */
export function createAddressHistory(): AddressHistory {
  const known = new Map<string, Known>();
  let look = 0;
  let lookMs = 0;

  const observe = (seen: Iterable<SeenInstance>, nowMs: number): void => {
    look += 1;
    let listed = 0;
    for (const each of seen) {
      const key = `${each.instance.regionId} ${each.instance.id}`;
      const before = known.get(key);
      listed += before?.look === look ? 0 : 1;
      if (!before) known.set(key, { seen: each, look, holdings: toHoldings(each, nowMs) });
      else {
        const isGone = before.look < look - 1;
        if (isGone || !isSame(before.seen, each)) before.holdings = renew(before.holdings, each, nowMs);
        before.seen = each;
        before.look = look;
      }
    }
    let toDrop = known.size - listed - maxGone;
    for (const [key, each] of known) {
      if (each.look === look) continue;
      if ((toDrop -= 1) >= 0) known.delete(key);
      else if (each.look === look - 1)
        each.holdings = each.holdings.map((holding) => toEnded(holding, lookMs));
    }
    lookMs = nowMs;
  };

  /** What it has now, and with that what it had before. */
  const renew = (before: readonly AddressHolding[], each: SeenInstance, nowMs: number) => {
    const now = toHoldings(each, nowMs);
    const others = before.filter(({ address }) => now.every((holding) => holding.address !== address));
    const fromOf = (address: string) =>
      before.find((holding) => holding.address === address)?.fromMs ?? nowMs;
    return [
      ...others.map((holding) => toEnded(holding, lookMs)),
      ...now.map((holding) => ({ ...holding, fromMs: Math.min(holding.fromMs, fromOf(holding.address)) })),
    ];
  };

  return {
    observe,
    forget: (accountId) => {
      for (const [key, { seen }] of known)
        if (accountId === undefined || seen.accountId === accountId) known.delete(key);
    },
    *holdings() {
      for (const { holdings } of known.values()) yield* holdings;
    },
  };
}

function toEnded(holding: AddressHolding, lastMs: number): AddressHolding {
  return holding.untilMs === Infinity ? { ...holding, untilMs: lastMs } : holding;
}

function isSame({ instance: a }: SeenInstance, { instance: b }: SeenInstance): boolean {
  return (
    a === b ||
    (a.name === b.name &&
      a.privateIp === b.privateIp &&
      a.ipv6Address === b.ipv6Address &&
      a.internetIp === b.internetIp &&
      a.createdAt === b.createdAt)
  );
}

function toHoldings({ accountId, instance }: SeenInstance, nowMs: number): readonly AddressHolding[] {
  const { id, name, regionId, privateIp, ipv6Address, internetIp, createdAt } = instance;
  const createdMs = createdAt === undefined ? Number.NaN : Date.parse(createdAt);
  const notBeforeMs = Number.isNaN(createdMs) ? undefined : createdMs;
  const held: AddressHolding[] = [];
  const add = (text: string | undefined, fromMs: number): void => {
    const address = text === undefined ? undefined : toCanonicalAddress(text);
    if (address === undefined) return;
    const untilMs = Infinity;
    held.push({ address, accountId, regionId, instanceId: id, name, notBeforeMs, fromMs, untilMs });
  };
  // These two are the instance's for its life; an internet address may have been bound to it later.
  add(privateIp, notBeforeMs ?? nowMs);
  add(ipv6Address, notBeforeMs ?? nowMs);
  add(internetIp, nowMs);
  return held;
}
