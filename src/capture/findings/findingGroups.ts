import type { ConversationTable } from "../analysis/conversation.ts";
import { maxFindingPackets, severities, type Finding, type FindingId, type Severity } from "./finding.ts";
import { toFilter, toStreamsFilter } from "./filterText.ts";

/** What is said of one cause; `filter` is what shows it where it has too many conversations to name them. */
export type Cause = Pick<Finding, "severity" | "params" | "filter"> & {
  /** What shows it in the conversations that are named, where not all of their packets do. */
  readonly within?: string | undefined;
};

/** What was seen of a cause. */
export type Sighting = {
  readonly packets: readonly number[];
  /** The TCP conversation that shows it, where the conversation as a whole does. */
  readonly conversation?: number | undefined;
  /** How often it was seen, where that is not once. */
  readonly count?: number | undefined;
};

/** What was seen of one kind, by its causes. */
export type FindingGroups = {
  /** Counts what was seen of a cause; `describe` is asked when the cause is new. */
  add(key: string, sighting: Sighting, describe: () => Cause): void;
  /** Counts what no cause was worked out for. */
  addMore(count: number): void;
  build(conversations: ConversationTable): readonly Finding[];
};

type Tally = { count: number; readonly packets: number[]; readonly conversations: number[] };
type Group = Tally & { readonly cause: Cause };

/** So many causes of a kind are told apart while reading; the others are counted together. */
const maxKeptCauses = 1_000;
/** So many causes of a kind get a finding of their own, the rest share one. */
const maxOwnFindings = 20;
/** Of more causes, one that stands for less than this share of all is not worth a finding of its own. */
const ownShare = 0.1;
/** How many values of a gap are named where several causes share a finding. */
const maxNamedValues = 3;
/** A filter names at most so many conversations. */
const maxStreams = 50;

/**
 * Groups of one kind of finding. Up to 20 causes are findings of their own; of more, those with more than a tenth
 * of all that was seen, and one finding for the rest, whose filter is `sharedFilter`.
 */
export function createFindingGroups(id: FindingId, sharedFilter: string | undefined): FindingGroups {
  const groups = new Map<string, Group>();
  const others = createTally();
  return {
    add: (key, { packets, conversation, count = 1 }, describe) => {
      let tally: Tally | undefined = groups.get(key);
      if (tally === undefined && groups.size < maxKeptCauses) {
        const created = { ...createTally(), cause: describe() };
        groups.set(key, created);
        tally = created;
      }
      tally ??= others;
      tally.count += count;
      for (const number of packets) if (tally.packets.length < maxFindingPackets) tally.packets.push(number);
      if (conversation !== undefined && tally.conversations.length <= maxStreams) {
        tally.conversations.push(conversation);
      }
    },
    addMore: (count) => {
      others.count += count;
    },
    build: (conversations) => {
      const all = [...groups.values()];
      const total = all.reduce((sum, { count }) => sum + count, others.count);
      const isFew = all.length <= maxOwnFindings && others.count === 0;
      const own = isFew ? all : all.filter(({ count }) => count > total * ownShare);
      const rest = all.filter((group) => !own.includes(group));
      // What was only counted needs a finding to be counted in.
      const shared = rest.length > 0 || others.count === 0 ? rest : own.splice(-1);
      const findings = own.map((group) => toFinding(id, group, conversations));
      if (shared.length > 0) {
        findings.push(toFinding(id, buildShared([...shared], others, sharedFilter), conversations));
      }
      return findings;
    },
  };
}

function createTally(): Tally {
  return { count: 0, packets: [], conversations: [] };
}

function toFinding(id: FindingId, group: Group, conversations: ConversationTable): Finding {
  const packets = [...new Set(group.packets)].sort((one, other) => one - other).slice(0, maxFindingPackets);
  const streams = group.conversations.map((conversation) => conversations.streamOf(conversation));
  const isNamed = streams.length > 0 && streams.length <= maxStreams;
  const { severity, params, filter, within } = group.cause;
  const shown = isNamed ? toFilter(toStreamsFilter(streams), within) : filter;
  return { id, severity, count: group.count, params, packets, filter: shown };
}

function buildShared(groups: readonly Group[], others: Tally, filter: string | undefined): Group {
  const tallies = [...groups, others];
  const allParams = groups.map(({ cause }) => cause.params);
  const names = Object.keys(allParams[0] ?? {});
  return {
    count: tallies.reduce((sum, { count }) => sum + count, 0),
    packets: tallies.flatMap(({ packets }) => packets),
    conversations: tallies.flatMap((tally) => tally.conversations),
    cause: {
      severity: toWorst(groups.map(({ cause }) => cause.severity)),
      params: Object.fromEntries(
        names.map((name) => [name, toSharedValue(allParams.map((params) => params[name]))]),
      ),
      filter,
      within: groups[0]?.cause.within,
    },
  };
}

function toWorst(all: readonly Severity[]): Severity {
  return severities.find((severity) => all.includes(severity)) ?? "note";
}

/** The first values that differ, or the largest number. */
function toSharedValue(values: readonly (string | number | undefined)[]): string | number {
  const known = [...new Set(values.filter((value) => value !== undefined))];
  const numbers = known.filter((value) => typeof value === "number");
  if (numbers.length === known.length) return numbers.reduce((most, value) => Math.max(most, value), 0);
  const named = known.slice(0, maxNamedValues).join(", ");
  return known.length > maxNamedValues ? `${named}, …` : named;
}
