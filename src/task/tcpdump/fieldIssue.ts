import type { TcpdumpField } from "./options.ts";
import type { QuantityCode } from "./quantities.ts";

/** Why a field of the form is refused; the host has words for each. */
export type IssueCode =
  | QuantityCode
  | "unknownProtocol"
  | "notIpv4"
  | "ipv6NotSupported"
  | "hostnameNotSupported"
  | "leadingZero"
  | "addressWithPort"
  | "networkInAddressField"
  | "notCidr"
  | "cidrWithoutLength"
  | "cidrLengthRange"
  | "netmaskNotSupported"
  | "portNotNumber"
  | "portListNotSupported"
  | "portRange"
  | "badInterface";

/** One reason at one field; `params` fills the gaps of the host's words (`max`, `unit`). */
export type FieldIssue = {
  readonly field: TcpdumpField;
  readonly code: IssueCode;
  readonly params?: Readonly<Record<string, string | number>> | undefined;
};

/** The most precise reason why a text is no IPv4 address. */
export function toAddressIssue(text: string): IssueCode {
  if (/^[0-9.]+:[0-9]+$/.test(text)) return "addressWithPort";
  if (text.includes("/")) return "networkInAddressField";
  return toHostIssue(text) ?? "notIpv4";
}

/** The most precise reason why a text is no IPv4 network. */
export function toNetworkIssue(text: string): IssueCode {
  const slash = text.indexOf("/");
  const host = slash < 0 ? text : text.slice(0, slash);
  if (/^[0-9.]+:[0-9]+$/.test(text)) return "addressWithPort";
  const hostIssue = toHostIssue(host);
  if (hostIssue) return hostIssue;
  if (!isDottedQuad(host)) return "notCidr";
  if (slash < 0) return "cidrWithoutLength";
  const length = text.slice(slash + 1);
  if (isDottedQuad(length)) return "netmaskNotSupported";
  return /^-?[0-9]+$/.test(length) ? "cidrLengthRange" : "notCidr";
}

function toHostIssue(host: string): IssueCode | undefined {
  if (host.includes(":")) return "ipv6NotSupported";
  if (/^(?=.*[a-z])[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?$/i.test(host)) return "hostnameNotSupported";
  if (/^[0-9]+(\.[0-9]+){3}$/.test(host) && /(^|\.)0[0-9]/.test(host)) return "leadingZero";
  return undefined;
}

function isDottedQuad(text: string): boolean {
  const octets = text.split(".");
  return octets.length === 4 && octets.every((octet) => /^[0-9]{1,3}$/.test(octet) && Number(octet) <= 255);
}

/** The most precise reason why a text is no port. */
export function toPortIssue(text: string): IssueCode {
  if (/^-?[0-9]+$/.test(text)) return "portRange";
  return /^[0-9]+(\s*[-,:;\s]\s*[0-9]+)+$/.test(text) ? "portListNotSupported" : "portNotNumber";
}
