import type { NamedValue } from "./applicationMessage.ts";
import type { ByteRange } from "./byteRange.ts";
import { dnsTypes } from "./dnsCodes.ts";
import { readDnsData } from "./dnsData.ts";
import { readDnsName } from "./dnsName.ts";
import { dnsHeaderBytes } from "./startsDns.ts";
import { toUint16, toUint32 } from "./uint.ts";

export type DnsQuestion = ByteRange & {
  readonly name: string;
  readonly nameEnd: number;
  readonly type: number;
  readonly classCode: number;
};

export const dnsSections = ["answer", "authority", "additional"] as const;
export type DnsSection = (typeof dnsSections)[number];

export type DnsRecord = ByteRange & {
  readonly section: DnsSection;
  readonly name: string;
  readonly nameEnd: number;
  readonly type: number;
  /** Of OPT records the UDP payload size (RFC 6891, section 6.1.2). */
  readonly classCode: number;
  /** Of OPT records the extended response code, version and flags. */
  readonly ttlSeconds: number;
  readonly dataStart: number;
  /** What the data says, for the types that are read; empty for others. */
  readonly values: readonly NamedValue[];
};

/** A DNS message (RFC 1035, section 4.1) in `bytes[start]` to `bytes[end - 1]`. */
export type DnsMessage = ByteRange & {
  /** Of the whole message, of which there may be less: over TCP what its length says. */
  readonly lengthBytes: number;
  readonly id: number;
  /** The header's second 16 bits. */
  readonly flags: number;
  readonly isResponse: boolean;
  readonly opcode: number;
  /** With the upper bits of an OPT record (RFC 6891, section 6.1.3). */
  readonly rcode: number;
  /** Questions, answers, authorities and additional records, as the header counts them. */
  readonly counts: readonly [number, number, number, number];
  readonly questions: readonly DnsQuestion[];
  readonly records: readonly DnsRecord[];
  /** The message says that it holds more than could be read: cut off, or wrong. */
  readonly isCut: boolean;
};

/** A message of 64 KiB could hold some thousand of them; who looks at a list sees no more. */
const maxEntries = 500;

/** Reads the DNS message in the bytes, as far as it is there; undefined for less than a header. */
export function readDnsMessage(
  bytes: Uint8Array,
  start: number,
  end: number,
  lengthBytes: number = end - start,
): DnsMessage | undefined {
  if (end - start < dnsHeaderBytes) return undefined;
  const flags = toUint16(bytes, start + 2, end);
  const counts = [
    toUint16(bytes, start + 4, end),
    toUint16(bytes, start + 6, end),
    toUint16(bytes, start + 8, end),
    toUint16(bytes, start + 10, end),
  ] as const;
  const questions: DnsQuestion[] = [];
  const records: DnsRecord[] = [];
  let at = start + dnsHeaderBytes;
  let isCut = false;
  while (!isCut && questions.length < counts[0]) {
    const question = questions.length < maxEntries ? readQuestion(bytes, start, end, at) : undefined;
    if (question === undefined) isCut = true;
    else {
      questions.push(question);
      at = question.end;
    }
  }
  for (const [index, section] of dnsSections.entries()) {
    const count = counts[index + 1] ?? 0;
    for (let number = 0; !isCut && number < count; number += 1) {
      const record = records.length < maxEntries ? readRecord(bytes, start, end, at, section) : undefined;
      if (record === undefined) isCut = true;
      else {
        records.push(record);
        at = record.end;
      }
    }
  }
  const option = records.find((record) => record.type === dnsTypes.opt);
  const upper = option === undefined ? 0 : Math.floor(option.ttlSeconds / 2 ** 24);
  return {
    start,
    end,
    lengthBytes,
    id: toUint16(bytes, start, end),
    flags,
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0x0f,
    rcode: upper * 16 + (flags & 0x0f),
    counts,
    questions,
    records,
    isCut,
  };
}

/**
 * Reads what a datagram or a segment carries: the one message, or for TCP every message that begins in the segment,
 * each behind its two bytes of length (RFC 1035, section 4.2.2).
 */
export function readDnsMessages(
  bytes: Uint8Array,
  start: number,
  end: number,
  isTcp: boolean,
): readonly DnsMessage[] {
  const messages: DnsMessage[] = [];
  if (!isTcp) {
    const message = readDnsMessage(bytes, start, end);
    return message === undefined ? [] : [message];
  }
  for (let at = start; at + 2 < end && messages.length < maxEntries;) {
    const next = at + 2 + toUint16(bytes, at, end);
    const message = readDnsMessage(bytes, at + 2, Math.min(next, end), next - at - 2);
    if (message === undefined) break;
    messages.push(message);
    at = next;
  }
  return messages;
}

function readQuestion(bytes: Uint8Array, start: number, end: number, at: number): DnsQuestion | undefined {
  const name = readDnsName(bytes, start, end, at);
  if (name === undefined || name.next + 4 > end) return undefined;
  return {
    name: name.text,
    nameEnd: name.next,
    type: toUint16(bytes, name.next, end),
    classCode: toUint16(bytes, name.next + 2, end),
    start: at,
    end: name.next + 4,
  };
}

function readRecord(
  bytes: Uint8Array,
  start: number,
  end: number,
  at: number,
  section: DnsSection,
): DnsRecord | undefined {
  const name = readDnsName(bytes, start, end, at);
  if (name === undefined || name.next + 10 > end) return undefined;
  const type = toUint16(bytes, name.next, end);
  const dataStart = name.next + 10;
  const dataEnd = dataStart + toUint16(bytes, name.next + 8, end);
  if (dataEnd > end) return undefined;
  return {
    section,
    name: name.text,
    nameEnd: name.next,
    type,
    classCode: toUint16(bytes, name.next + 2, end),
    ttlSeconds: toUint32(bytes, name.next + 4, end),
    dataStart,
    values: readDnsData(bytes, start, type, dataStart, dataEnd),
    start: at,
    end: dataEnd,
  };
}
