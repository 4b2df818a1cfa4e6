import type { Endpoint } from "./pageWords.ts";
import { never, type PageCore } from "./pageCore.ts";

/** Which instances had the addresses that are shown. */
export type NameActions = {
  /** Asks for those that were not asked for yet, all of one moment together. */
  readonly want: (addresses: readonly (string | undefined)[]) => void;
  readonly wantEnds: (conversations: readonly { readonly a: Endpoint; readonly b: Endpoint }[]) => void;
  /** Asks again for all that was asked; what is shown stays until then. */
  readonly renew: () => void;
};

/** One question's most, by the contract. */
const maxAsked = 500;
const addressPattern = /\[([\d.:a-f]+)\]|(\d+\.\d+\.\d+\.\d+)|^([\d.]*:[\d.:a-f]*)$/gu;

export function createNameActions(core: PageCore): NameActions {
  /** Those that were asked for, answered or not. */
  const asked = new Set<string>();
  const waiting: string[] = [];
  const ask = async () => {
    const addresses = waiting.splice(0, maxAsked);
    if (waiting.length > 0) ask().catch(never);
    const outcome = await core.ask({ type: "names", addresses });
    // Names are an extra: where there are none the addresses stand.
    if (!outcome.ok) return;
    const names = new Map(core.state().names);
    for (const [index, address] of addresses.entries()) {
      const name = outcome.value.names[index];
      if (name) names.set(address, name);
      else names.delete(address);
    }
    core.update({ names });
  };
  const want = (addresses: readonly (string | undefined)[]) => {
    for (const address of addresses) {
      if (address === undefined || address === "" || asked.has(address)) continue;
      asked.add(address);
      if (waiting.push(address) === 1) queueMicrotask(() => void ask().catch(never));
    }
  };
  return {
    want,
    wantEnds: (conversations) => {
      want(conversations.flatMap(({ a, b }) => [a.address, b.address]));
    },
    renew: () => {
      const all = [...asked];
      asked.clear();
      want(all);
    },
  };
}

/** The addresses in a finding's values: alone, or with a port as `toEndpointText` writes them. */
export function findAddresses(params: Readonly<Record<string, string | number>>): readonly string[] {
  const texts = Object.values(params).filter((value) => typeof value === "string");
  const found = texts.flatMap((text) => [...text.matchAll(addressPattern)].map(([, a, b, c]) => a ?? b ?? c));
  return [...new Set(found.filter((address) => address !== undefined))];
}
