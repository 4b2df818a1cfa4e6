import { datagramFields } from "./fields/datagramFields.ts";
import { dnsFields } from "./fields/dnsFields.ts";
import { frameFields } from "./fields/frameFields.ts";
import { httpFields } from "./fields/httpFields.ts";
import { ipFields } from "./fields/ipFields.ts";
import { linkFields } from "./fields/linkFields.ts";
import { protocolFields } from "./fields/protocolFields.ts";
import { tcpFields } from "./fields/tcpFields.ts";
import { tlsFields } from "./fields/tlsFields.ts";
import type { FilterField } from "./filterField.ts";

/** Every field and protocol that a filter may name, protocols first. */
export const filterFields: readonly FilterField[] = [
  ...protocolFields,
  ...frameFields,
  ...linkFields,
  ...ipFields,
  ...tcpFields,
  ...datagramFields,
  ...dnsFields,
  ...httpFields,
  ...tlsFields,
];

const fieldsByName = new Map(filterFields.map((field) => [field.name, field]));

/** The field of that name, which is Wireshark's and so in lower case; undefined where there is none. */
export function findFilterField(name: string): FilterField | undefined {
  return fieldsByName.get(name);
}
