import type { ConversationTable } from "../../analysis/conversation.ts";
import { toAddressFilter, toFilter, toQuoted } from "../filterText.ts";
import type { Finding } from "../finding.ts";
import { createFindingGroups } from "../findingGroups.ts";

/** Names that a server says do not exist. */
export type NameFindings = {
  addFound(name: string): void;
  addMissing(name: string, server: string, packets: readonly number[]): void;
  build(conversations: ConversationTable): readonly Finding[];
};

type Missing = { readonly name: string; readonly server: string; count: number; readonly packets: number[] };

const maxFound = 10_000;
const maxMissing = 5_000;
const maxKeptPackets = 20;
/** Names of addresses (RFC 1035 section 3.5, RFC 3596 section 2.5): most private networks have none. */
const reverse = /\.(?:in-addr|ip6)\.arpa$/iu;

/**
 * Tells names that do not exist from those that a resolver only tried: it puts the domains of its search list behind
 * a name before, or after, it asks for the name itself (resolv.conf(5), `search` and `ndots`).
 */
export function createNameFindings(): NameFindings {
  const found = new Set<string>();
  const missing = new Map<string, Missing>();
  let missingOthers = 0;
  return {
    addFound: (name) => {
      if (found.size < maxFound) found.add(name.toLowerCase());
    },
    addMissing: (name, server, packets) => {
      const key = `${server} ${name}`;
      let entry = missing.get(key);
      if (entry === undefined) {
        if (missing.size >= maxMissing) {
          missingOthers += 1;
          return;
        }
        entry = { name, server, count: 0, packets: [] };
        missing.set(key, entry);
      }
      entry.count += 1;
      if (entry.packets.length < maxKeptPackets) entry.packets.push(...packets);
    },
    build: (conversations) => {
      const notFound = createFindingGroups("dnsNameNotFound", "dns.flags.rcode == 3");
      const tried = createFindingGroups("dnsSearchList", "dns.flags.rcode == 3");
      for (const { name, server, count, packets } of missing.values()) {
        const real = toFoundName(name.toLowerCase(), found);
        if (real !== undefined) {
          tried.add(real, { packets, count }, () => ({
            severity: "note",
            params: { server, name: real },
            filter: `dns.qry.name contains ${toQuoted(toFirstLabel(name))}`,
          }));
        } else {
          notFound.add(`${server} ${name}`, { packets, count }, () => ({
            severity: reverse.test(name) ? "note" : "warning",
            params: { server, name },
            filter: toFilter(`dns.qry.name == ${toQuoted(name)}`, toAddressFilter(server)),
          }));
        }
      }
      notFound.addMore(missingOthers);
      return [...notFound.build(conversations), ...tried.build(conversations)];
    },
  };
}

/** The name that exists and that a search list made this one of: without its last labels, or with a shorter domain. */
function toFoundName(name: string, found: ReadonlySet<string>): string | undefined {
  const labels = name.split(".");
  for (let count = labels.length - 1; count > 1; count -= 1) {
    const base = labels.slice(0, count).join(".");
    if (found.has(base)) return base;
  }
  for (let drop = 1; drop < labels.length - 1; drop += 1) {
    const shorter = labels.toSpliced(drop, 1).join(".");
    if (found.has(shorter)) return shorter;
  }
  return undefined;
}

function toFirstLabel(name: string): string {
  return name.split(".", 1).join("");
}
