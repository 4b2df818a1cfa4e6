import type { PacketRecord } from "../packetRecord.ts";
import type { Dissection } from "../packet/dissection.ts";
import type { ConversationTable } from "./conversation.ts";
import type { PacketIndex } from "./packetIndex.ts";

/** A packet in the pass over a file; one object, refilled: who keeps something of it copies it. */
export type ObservedPacket = {
  /** From 1. */
  number: number;
  record: PacketRecord;
  dissection: Dissection;
  /** Where its record begins in the uncompressed file. */
  offset: number;
  wireBytes: number;
  /** Relative to the first packet; NaN where the file gives no time. */
  relativeNanoseconds: number;
  /** -1 for none. */
  conversation: number;
  /** Whether the conversation's `a` sent it. */
  isFromA: boolean;
  /** `packetMarks` */
  marks: number;
  /** `protocolCodes` of its highest layer that was recognised. */
  protocol: number;
};

/** Hears of every packet in the pass. It must be quick for packets that do not concern it. */
export type PacketObserver = (packet: ObservedPacket) => void;

export type ProtocolNode = {
  /** From the outermost layer to this one. */
  readonly path: readonly string[];
  readonly packets: number;
  /** On the wire, whole frames. */
  readonly bytes: number;
};

/** Packets and bytes over time, in buckets of one length. */
export type Rate = {
  readonly bucketNanoseconds: number;
  readonly packets: readonly number[];
  readonly bytes: readonly number[];
};

/** What was found so far; may be read while the pass goes on. */
export type CaptureAnalysis = {
  /** Takes the next packet of the file. */
  add(record: PacketRecord): void;
  readonly packets: PacketIndex;
  readonly conversations: ConversationTable;
  readonly capturedBytes: number;
  /** Whole seconds since 1970 UTC and the rest of the first packet that has a time; undefined before that. */
  readonly firstTime: { readonly seconds: number; readonly nanoseconds: number } | undefined;
  /** From the earliest to the latest packet. */
  readonly durationNanoseconds: number;
  /** At most `maxBuckets` buckets over the whole duration. */
  rate(): Rate;
  /** In the order of appearance, parents before children. */
  protocols(): readonly ProtocolNode[];
  /** How many packets have a layer of that name, by name. */
  protocolCounts(): ReadonlyMap<string, number>;
};

export const maxBuckets = 1_000;
