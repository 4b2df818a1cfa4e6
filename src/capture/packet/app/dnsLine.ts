import type { DnsMessage, DnsRecord } from "./dns.ts";
import { dnsTypes, toDnsOpcodeName, toDnsRcodeName, toDnsTypeName } from "./dnsCodes.ts";
import { toHex } from "./packetText.ts";

/** Types whose data a line tells only by the type: it is long, or odd to read in a row. */
const silentTypes: readonly number[] = [dnsTypes.txt, dnsTypes.opt];

/** A message in a line, such as `Standard query response 0x1a2b No such name A example.com SOA a.example.com`. */
export function toDnsLine(message: DnsMessage): string {
  const parts = [
    `${toDnsOpcodeName(message.opcode)}${message.isResponse ? " response" : ""} 0x${toHex(message.id, 4)}`,
  ];
  if (message.isResponse && message.rcode !== 0) parts.push(toDnsRcodeName(message.rcode));
  for (const question of message.questions) parts.push(`${toDnsTypeName(question.type)} ${question.name}`);
  for (const record of message.records) {
    const data = silentTypes.includes(record.type) ? "" : toDnsDataText(record);
    parts.push(`${toDnsTypeName(record.type)}${data === "" ? "" : ` ${data}`}`);
  }
  if (message.isCut) parts.push("[incomplete]");
  return parts.join(" ");
}

/** What a record's data says in a line: without the numbers of an SOA record. */
export function toDnsDataText(record: DnsRecord): string {
  if (record.type === dnsTypes.soa) return record.values[0]?.text ?? "";
  return record.values.map((value) => value.text).join(" ");
}
