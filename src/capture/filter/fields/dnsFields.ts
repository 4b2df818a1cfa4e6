import { dnsTypes } from "../../packet/app/dnsCodes.ts";
import { readDnsMessages, type DnsMessage } from "../../packet/app/dns.ts";
import type { BytesField, BytesTest, FilterField, NumberField, NumberTest } from "../filterField.ts";
import { hasInApplication } from "./applicationLayer.ts";

const encoder = new TextEncoder();

function createNumber(
  name: string,
  type: NumberField["type"],
  maximum: number,
  passes: (message: DnsMessage, test: NumberTest, bytes: Uint8Array) => boolean,
): NumberField {
  const read: NumberField["read"] = (input, test) =>
    hasInApplication(input, "dns", readDnsMessages, (message, bytes) => passes(message, test, bytes));
  return { name, shape: "number", type, maximum, source: "packet", read };
}

function createBytes(
  name: string,
  type: BytesField["type"],
  passes: (message: DnsMessage, test: BytesTest, bytes: Uint8Array) => boolean,
): BytesField {
  const read: BytesField["read"] = (input, test) =>
    hasInApplication(input, "dns", readDnsMessages, (message, bytes) => passes(message, test, bytes));
  return { name, shape: "bytes", type, source: "packet", read };
}

/** A name as the message's text has it: compressed names have no bytes of their own in the packet. */
function testText(text: string, test: BytesTest): boolean {
  const bytes = encoder.encode(text);
  return test(bytes, 0, bytes.length);
}

function toAddresses({ records }: DnsMessage, type: number, lengthBytes: number) {
  return records.filter((record) => record.type === type && record.end - record.dataStart === lengthBytes);
}

/** DNS (RFC 1035) as far as each packet alone says it. */
export const dnsFields: readonly FilterField[] = [
  createNumber("dns.id", "number", 0xffff, ({ id }, test) => test(id)),
  createNumber("dns.flags.response", "boolean", 1, ({ isResponse }, test) => test(isResponse ? 1 : 0)),
  createNumber(
    "dns.flags.rcode",
    "number",
    0xffff,
    ({ isResponse, flags }, test) => isResponse && test(flags & 0x0f),
  ),
  createBytes("dns.qry.name", "text", ({ questions }, test) =>
    questions.some(({ name }) => testText(name, test)),
  ),
  createNumber("dns.qry.type", "number", 0xffff, ({ questions }, test) =>
    questions.some(({ type }) => test(type)),
  ),
  createBytes("dns.resp.name", "text", ({ records }, test) =>
    records.some(({ name }) => testText(name, test)),
  ),
  createNumber("dns.resp.type", "number", 0xffff, ({ records }, test) =>
    records.some(({ type }) => test(type)),
  ),
  createNumber("dns.a", "ipv4", 0xffff_ffff, (message, test, bytes) =>
    toAddresses(message, dnsTypes.a, 4).some(({ dataStart }) => test(toUint32(bytes, dataStart))),
  ),
  createBytes("dns.aaaa", "ipv6", (message, test, bytes) =>
    toAddresses(message, dnsTypes.aaaa, 16).some(({ dataStart, end }) => test(bytes, dataStart, end)),
  ),
];

function toUint32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)) >>>
    0
  );
}
