import type { NamedValue } from "./applicationMessage.ts";
import { dnsTypes } from "./dnsCodes.ts";
import { readDnsName } from "./dnsName.ts";
import { toIpv4Text, toIpv6Text } from "../address.ts";
import { toPacketText } from "./packetText.ts";

/** How many character strings of one TXT record are read. */
const maxStrings = 64;

/** Reads a record's data (RFC 1035, sections 3.3 and 3.4; RFC 3596; RFC 2782); nothing for other types and odd data. */
export function readDnsData(
  bytes: Uint8Array,
  messageStart: number,
  type: number,
  start: number,
  end: number,
): readonly NamedValue[] {
  switch (type) {
    case dnsTypes.a:
      if (end - start !== 4) return [];
      return [{ name: "dns.a", label: "Address", text: toIpv4Text(bytes, start), start, end }];
    case dnsTypes.aaaa:
      if (end - start !== 16) return [];
      return [{ name: "dns.aaaa", label: "AAAA Address", text: toIpv6Text(bytes, start), start, end }];
    case dnsTypes.cname:
      return readNames(bytes, messageStart, start, end, [["dns.cname", "CNAME"]]);
    case dnsTypes.ns:
      return readNames(bytes, messageStart, start, end, [["dns.ns", "Name Server"]]);
    case dnsTypes.ptr:
      return readNames(bytes, messageStart, start, end, [["dns.ptr.domain_name", "Domain Name"]]);
    case dnsTypes.mx:
      return readNumbersAndNames(
        bytes,
        messageStart,
        start,
        end,
        [["dns.mx.preference", "Preference"]],
        [["dns.mx.mail_exchange", "Mail Exchange"]],
      );
    case dnsTypes.srv:
      return readNumbersAndNames(
        bytes,
        messageStart,
        start,
        end,
        [
          ["dns.srv.priority", "Priority"],
          ["dns.srv.weight", "Weight"],
          ["dns.srv.port", "Port"],
        ],
        [["dns.srv.target", "Target"]],
      );
    case dnsTypes.soa:
      return readAuthority(bytes, messageStart, start, end);
    case dnsTypes.txt:
      return readStrings(bytes, start, end);
    default:
      return [];
  }
}

type Naming = readonly [name: string, label: string];

function readNames(
  bytes: Uint8Array,
  messageStart: number,
  start: number,
  end: number,
  names: readonly Naming[],
): NamedValue[] {
  const values: NamedValue[] = [];
  let at = start;
  for (const [name, label] of names) {
    const found = readDnsName(bytes, messageStart, end, at);
    if (found === undefined) return [];
    values.push({ name, label, text: found.text, start: at, end: found.next });
    at = found.next;
  }
  return values;
}

function readNumbersAndNames(
  bytes: Uint8Array,
  messageStart: number,
  start: number,
  end: number,
  numbers: readonly Naming[],
  names: readonly Naming[],
): readonly NamedValue[] {
  const namesAt = start + 2 * numbers.length;
  if (namesAt >= end) return [];
  const found = readNames(bytes, messageStart, namesAt, end, names);
  if (found.length === 0) return [];
  return [...numbers.map((naming, index) => toNumber(bytes, naming, start + 2 * index, 2)), ...found];
}

function readAuthority(bytes: Uint8Array, messageStart: number, start: number, end: number) {
  const names = readNames(bytes, messageStart, start, end, [
    ["dns.soa.mname", "Primary name server"],
    ["dns.soa.rname", "Responsible authority's mailbox"],
  ]);
  const numbersAt = names.at(-1)?.end ?? end;
  if (numbersAt + 20 > end) return names;
  const numbers: readonly Naming[] = [
    ["dns.soa.serial_number", "Serial Number"],
    ["dns.soa.refresh_interval", "Refresh Interval"],
    ["dns.soa.retry_interval", "Retry Interval"],
    ["dns.soa.expire_limit", "Expire limit"],
    ["dns.soa.minimum_ttl", "Minimum TTL"],
  ];
  return [...names, ...numbers.map((naming, index) => toNumber(bytes, naming, numbersAt + 4 * index, 4))];
}

function toNumber(bytes: Uint8Array, [name, label]: Naming, at: number, sizeBytes: number): NamedValue {
  let value = 0;
  for (let index = 0; index < sizeBytes; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return { name, label, text: String(value), start: at, end: at + sizeBytes };
}

function readStrings(bytes: Uint8Array, start: number, end: number): readonly NamedValue[] {
  const values: NamedValue[] = [];
  for (let at = start; at < end && values.length < maxStrings;) {
    const next = at + 1 + (bytes[at] ?? 0);
    if (next > end) break;
    values.push({
      name: "dns.txt",
      label: "TXT",
      text: toPacketText(bytes, at + 1, next),
      start: at + 1,
      end: next,
    });
    at = next;
  }
  return values;
}
