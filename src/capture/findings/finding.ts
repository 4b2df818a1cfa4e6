/** What can be wrong in a capture; the words for each belong to the host. */
export const findingIds = [
  "synUnanswered",
  "connectionRefused",
  "resetAfterRequest",
  "resetAfterIdle",
  "resetByPeer",
  "retransmissions",
  "zeroWindow",
  "oneDirection",
  "oneDirectionFiltered",
  "slowFirstAnswer",
  "dnsUnanswered",
  "dnsNameNotFound",
  "dnsSearchList",
  "dnsServerFailure",
  "tlsAlert",
  "httpServerError",
  "httpClientError",
  "icmpUnreachable",
  "fragmentationNeeded",
  "cutPackets",
  "emptyCapture",
  "emptyCaptureFiltered",
  "damagedFile",
] as const;

export type FindingId = (typeof findingIds)[number];

/** Worst first. */
export const severities = ["error", "warning", "note"] as const;
export type Severity = (typeof severities)[number];

/** One cause, however often it was seen. */
export type Finding = {
  readonly id: FindingId;
  readonly severity: Severity;
  /** How often it was seen: connections, answers, packets, as its sentence says. */
  readonly count: number;
  /** What fills the gaps of its sentence: addresses, names, counts. Hostile text where packets hold text. */
  readonly params: Readonly<Record<string, string | number>>;
  /** The numbers (from 1) of packets that show it, in order, the first ones where there are more than `maxFindingPackets`. */
  readonly packets: readonly number[];
  /** A display filter that shows what it is about. */
  readonly filter: string | undefined;
};

export const maxFindingPackets = 100;
