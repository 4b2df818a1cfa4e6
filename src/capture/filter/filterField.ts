import type { Dissection } from "../packet/dissection.ts";
import type { PacketRecord } from "../packetRecord.ts";

/** A packet as a filter sees it; one object may be refilled for every packet of a pass. */
export type FilterInput = {
  /** From 1. */
  number: number;
  record: PacketRecord;
  dissection: Dissection;
  /** NaN where the file gives no time. */
  relativeNanoseconds: number;
  /** tcp.stream or udp.stream; -1 for none. */
  stream: number;
  /** `packetMarks` */
  marks: number;
  /** The absolute sequence number that counts as 0 in this packet's direction; undefined when unknown. */
  baseSequence: number | undefined;
  /** Likewise of the other direction, for acknowledgment numbers. */
  baseAcknowledgment: number | undefined;
};

/** Says whether a value is what is looked for. */
export type NumberTest = (value: number) => boolean;
export type TimeTest = (seconds: number, nanoseconds: number) => boolean;
export type BytesTest = (bytes: Uint8Array, start: number, end: number) => boolean;

/**
 * Gives a field's values in a packet to a test, one after the other, until one passes, and says whether one did. Never
 * throws; allocates nothing but for DNS, HTTP and TLS.
 */
export type FieldReader<Test> = (input: FilterInput, test: Test) => boolean;

type NamedField = {
  /** Wireshark's name of it. */
  readonly name: string;
  /**
   * What is needed for its values: the `packet`, the packet `index` alone, or the packet and the `bases` of its
   * conversation's sequence numbers.
   */
  readonly source: "packet" | "index" | "bases";
};

/** Unsigned numbers; booleans as 1 and 0; IPv4 addresses as 32 bits. */
export type NumberField = NamedField & {
  readonly shape: "number";
  readonly type: "number" | "boolean" | "ipv4";
  readonly maximum: number;
  readonly read: FieldReader<NumberTest>;
};

/** Seconds, rounded down, and the nanoseconds above them. */
export type TimeField = NamedField & {
  readonly shape: "time";
  readonly type: "time";
  readonly read: FieldReader<TimeTest>;
};

/** Texts as UTF-8, addresses of 6 or 16 bytes, and a protocol's header with all that it carries. */
export type BytesField = NamedField & {
  readonly shape: "bytes";
  readonly type: "text" | "mac" | "ipv6" | "protocol";
  readonly read: FieldReader<BytesTest>;
};

/** What is there or not, and has no value. */
export type LabelField = NamedField & {
  readonly shape: "label";
  readonly type: "label";
  readonly isPresent: (input: FilterInput) => boolean;
};

export type FilterField = NumberField | TimeField | BytesField | LabelField;
export type FieldType = FilterField["type"];
