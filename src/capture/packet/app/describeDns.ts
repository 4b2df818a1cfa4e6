import type { Field } from "../decodedPacket.ts";
import type { ByteRange } from "./byteRange.ts";
import { dnsSections, type DnsMessage, type DnsQuestion, type DnsRecord } from "./dns.ts";
import { dnsTypes, toDnsClassName, toDnsOpcodeName, toDnsRcodeName, toDnsTypeName } from "./dnsCodes.ts";
import { toDnsDataText } from "./dnsLine.ts";
import type { FieldMaker } from "./field.ts";
import { toHex } from "./packetText.ts";

const sectionLabels = {
  answer: "Answers",
  authority: "Authoritative nameservers",
  additional: "Additional records",
};

/** The fields of a message, named and labelled as Wireshark does; `hasLength` for one behind its length (TCP). */
export function describeDns(field: FieldMaker, message: DnsMessage, hasLength: boolean): readonly Field[] {
  const at = message.start;
  const fields: Field[] = [];
  if (hasLength) {
    const length = String(message.lengthBytes);
    fields.push(field("dns.length", "Length", length, { start: at - 2, end: at }));
  }
  fields.push(field("dns.id", "Transaction ID", `0x${toHex(message.id, 4)}`, { start: at, end: at + 2 }));
  fields.push(describeFlags(field, message));
  const counts = [
    ["dns.count.queries", "Questions"],
    ["dns.count.answers", "Answer RRs"],
    ["dns.count.auth_rr", "Authority RRs"],
    ["dns.count.add_rr", "Additional RRs"],
  ] as const;
  counts.forEach(([name, label], index) => {
    const start = at + 4 + 2 * index;
    fields.push(field(name, label, String(message.counts[index] ?? 0), { start, end: start + 2 }));
  });
  if (message.questions.length > 0) {
    const questions = message.questions.map((question) => describeQuestion(field, question));
    fields.push(field("", "Queries", "", toSpan(message.questions), questions));
  }
  for (const section of dnsSections) {
    const records = message.records.filter((record) => record.section === section);
    if (records.length === 0) continue;
    const described = records.map((record) => describeRecord(field, record));
    fields.push(field("", sectionLabels[section], "", toSpan(records), described));
  }
  return fields;
}

function describeFlags(field: FieldMaker, message: DnsMessage): Field {
  const range = { start: message.start + 2, end: message.start + 4 };
  const { flags, isResponse } = message;
  const bit = (name: string, label: string, mask: number) =>
    field(name, label, (flags & mask) === 0 ? "False" : "True", range);
  const rcode = flags & 0x0f;
  const kind = `${toDnsOpcodeName(message.opcode)}${isResponse ? " response" : ""}`;
  const outcome = isResponse ? `, ${toDnsRcodeName(rcode)}` : "";
  const opcode = `${toDnsOpcodeName(message.opcode)} (${message.opcode})`;
  const fields = [
    bit("dns.flags.response", "Response", 0x8000),
    field("dns.flags.opcode", "Opcode", opcode, range),
  ];
  // A query has nothing to say in these (RFC 1035, section 4.1.1).
  if (isResponse) fields.push(bit("dns.flags.authoritative", "Authoritative", 0x0400));
  fields.push(
    bit("dns.flags.truncated", "Truncated", 0x0200),
    bit("dns.flags.recdesired", "Recursion desired", 0x0100),
  );
  if (isResponse) fields.push(bit("dns.flags.recavail", "Recursion available", 0x0080));
  fields.push(
    bit("dns.flags.z", "Z", 0x0040),
    bit("dns.flags.authenticated", "Answer authenticated", 0x0020),
    bit("dns.flags.checkdisable", "Non-authenticated data", 0x0010),
  );
  if (isResponse) {
    fields.push(field("dns.flags.rcode", "Reply code", `${toDnsRcodeName(rcode)} (${rcode})`, range));
  }
  return field("dns.flags", "Flags", `0x${toHex(flags, 4)} ${kind}${outcome}`, range, fields);
}

function describeQuestion(field: FieldMaker, question: DnsQuestion): Field {
  const { name, nameEnd, type, classCode } = question;
  const value = `${name}: type ${toDnsTypeName(type)}, class ${toDnsClassName(classCode)}`;
  return field("", "Query", value, question, [
    field("dns.qry.name", "Name", name, { start: question.start, end: nameEnd }),
    field("dns.qry.type", "Type", `${toDnsTypeName(type)} (${type})`, { start: nameEnd, end: nameEnd + 2 }),
    field("dns.qry.class", "Class", toClassText(classCode), { start: nameEnd + 2, end: nameEnd + 4 }),
  ]);
}

function describeRecord(field: FieldMaker, record: DnsRecord): Field {
  const { name, nameEnd, type, classCode } = record;
  const typeName = toDnsTypeName(type);
  const data = toDnsDataText(record);
  const dataBytes = record.end - record.dataStart;
  const isOption = type === dnsTypes.opt;
  const value = isOption
    ? `${name}: type ${typeName}`
    : `${name}: type ${typeName}, class ${toDnsClassName(classCode)}${data === "" ? "" : `, ${data}`}`;
  const fields = [
    field("dns.resp.name", "Name", name, { start: record.start, end: nameEnd }),
    field("dns.resp.type", "Type", `${typeName} (${type})`, { start: nameEnd, end: nameEnd + 2 }),
    ...(isOption ? describeOption(field, record) : describeClass(field, record)),
    field("dns.resp.len", "Data length", String(dataBytes), { start: nameEnd + 8, end: nameEnd + 10 }),
    ...record.values.map((part) => field(part.name, part.label, part.text, part)),
  ];
  if (record.values.length === 0 && dataBytes > 0) {
    fields.push(field("", "Data", `${dataBytes} bytes`, { start: record.dataStart, end: record.end }));
  }
  return field("", "Record", value, record, fields);
}

function describeClass(field: FieldMaker, { nameEnd, classCode, ttlSeconds }: DnsRecord): readonly Field[] {
  return [
    field("dns.resp.class", "Class", toClassText(classCode), { start: nameEnd + 2, end: nameEnd + 4 }),
    field("dns.resp.ttl", "Time to live", String(ttlSeconds), { start: nameEnd + 4, end: nameEnd + 8 }),
  ];
}

/** Of EDNS (RFC 6891, section 6.1) class and time to live mean something else. */
function describeOption(field: FieldMaker, { nameEnd, classCode, ttlSeconds }: DnsRecord): readonly Field[] {
  const upper = Math.floor(ttlSeconds / 2 ** 24);
  const version = (ttlSeconds >>> 16) & 0xff;
  const isSecure = (ttlSeconds & 0x8000) !== 0;
  return [
    field("dns.rr.udp_payload_size", "UDP payload size", String(classCode), {
      start: nameEnd + 2,
      end: nameEnd + 4,
    }),
    field("dns.resp.ext_rcode", "Higher bits in extended RCODE", `0x${toHex(upper, 2)}`, {
      start: nameEnd + 4,
      end: nameEnd + 5,
    }),
    field("dns.resp.edns0_version", "EDNS0 version", String(version), {
      start: nameEnd + 5,
      end: nameEnd + 6,
    }),
    field("dns.resp.z.do", "DO bit", isSecure ? "True" : "False", { start: nameEnd + 6, end: nameEnd + 8 }),
  ];
}

function toClassText(classCode: number): string {
  return `${toDnsClassName(classCode)} (0x${toHex(classCode, 4)})`;
}

function toSpan(parts: readonly ByteRange[]): ByteRange {
  return { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 };
}
