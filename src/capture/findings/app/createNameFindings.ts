import { cutText } from "../../packet/app/packetText.ts";
import type { ConversationTable } from "../../analysis/conversation.ts";
import { toNameFilter } from "../filterText.ts";
import type { Finding } from "../finding.ts";
import { createFindingGroups } from "../findingGroups.ts";

/** Names that a server says do not exist. */
export type NameFindings = {
  addFound(name: string): void;
  /** `packet` is the answer that says so. */
  addMissing(name: string, server: string, packet: number): void;
  build(conversations: ConversationTable): readonly Finding[];
};

type Missing = { readonly name: string; readonly server: string; count: number; readonly packets: number[] };

const maxFound = 10_000;
const maxMissing = 5_000;
const maxKeptPackets = 20;
const maxShownName = 200;
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
    addMissing: (name, server, packet) => {
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
      if (entry.packets.length < maxKeptPackets) entry.packets.push(packet);
    },
    build: (conversations) => {
      const notFound = createFindingGroups("dnsNameNotFound", "dns.flags.rcode == 3");
      const tried = createFindingGroups("dnsSearchList", "dns.flags.rcode == 3");
      for (const { name, server, count, packets } of missing.values()) {
        const real = toFoundName(name.toLowerCase(), found);
        if (real !== undefined) {
          tried.add(real, { packets, count }, () => ({
            severity: "note",
            params: { server, name: toShownName(real) },
            filter: toTriesFilter(name),
          }));
        } else {
          notFound.add(`${server} ${name}`, { packets, count }, () => ({
            severity: reverse.test(name) ? "note" : "warning",
            params: { server, name: toShownName(name) },
            filter: toNameFilter(server, name),
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

/** What selects all that a resolver made of a name: they begin with the same label. */
function toTriesFilter(name: string): string {
  const [label = ""] = name.split(".", 1);
  return /^[\w-]+$/u.test(label) ? `dns.qry.name contains "${label}."` : "dns";
}

/** As much of a name as a sentence can hold. */
export function toShownName(name: string): string {
  return cutText(name, maxShownName);
}
