import type { Instance } from "../../eci/model.ts";

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

/** More than a region has at one time; of those that are gone the ones that were seen longest ago are dropped first. */
const maxGone = 20_000;

/** Remembers which instances had which addresses, those too that vanished or changed: an address is used again. */
export function createAddressHistory(): AddressHistory {
  /** By region, instance and address as listed; in the order in which they were last seen. */
  const known = new Map<string, AddressHolding>();
  let observedMs = 0;
  return {
    observe: (seen, nowMs) => {
      const listed = new Set<string>();
      for (const each of seen) {
        for (const holding of toHoldings(each, nowMs)) {
          const key = `${holding.regionId} ${holding.instanceId} ${holding.address}`;
          const before = known.get(key);
          listed.add(key);
          known.delete(key);
          known.set(key, before ? { ...holding, fromMs: Math.min(before.fromMs, holding.fromMs) } : holding);
        }
      }
      // What stands before the listed ones is gone.
      let gone = known.size - listed.size;
      for (const [key, holding] of known) {
        if (listed.has(key)) break;
        if (gone > maxGone) known.delete(key);
        else if (holding.untilMs === Infinity) known.set(key, { ...holding, untilMs: observedMs });
        gone -= 1;
      }
      observedMs = nowMs;
    },
    forget: (accountId) => {
      for (const [key, holding] of known)
        if (accountId === undefined || holding.accountId === accountId) known.delete(key);
    },
    holdings: () => known.values(),
  };
}

function toHoldings({ accountId, instance }: SeenInstance, nowMs: number): readonly AddressHolding[] {
  const { id, name, regionId, privateIp, ipv6Address, internetIp, createdAt } = instance;
  const createdMs = createdAt === undefined ? Number.NaN : Date.parse(createdAt);
  const notBeforeMs = Number.isNaN(createdMs) ? undefined : createdMs;
  const rest = { accountId, regionId, instanceId: id, name, notBeforeMs, untilMs: Infinity };
  const held: AddressHolding[] = [];
  // These two are the instance's for its life; an internet address may have been bound to it later.
  for (const address of [privateIp, ipv6Address])
    if (address !== undefined) held.push({ ...rest, address, fromMs: notBeforeMs ?? nowMs });
  if (internetIp !== undefined) held.push({ ...rest, address: internetIp, fromMs: nowMs });
  return held;
}
