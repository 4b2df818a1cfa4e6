import { ipv4Bits, ipv6Bits, parseBytes, parseIpv4, parseIpv6, splitPrefix } from "./addressValue.ts";
import { FilterError, type FilterErrorCode, type FilterErrorParams } from "./filterError.ts";
import type { BytesField, NumberField } from "./filterField.ts";
import { findFilterField } from "./filterFields.ts";
import type { BytesCondition, NumberCondition, Relation, TimeCondition } from "./filterNode.ts";
import type { Token } from "./tokens.ts";

/** The condition that a field's number is in that relation to what the token says; throws a FilterError. */
export function parseNumberCondition(field: NumberField, relation: Relation, token: Token): NumberCondition {
  if (field.type === "boolean") return { relation, value: parseBoolean(token), prefixBits: 32 };
  if (token.kind === "string") fail(token, "textForField", { field: field.name, type: field.type });
  if (field.type === "ipv4") {
    const [address, prefixBits] = splitPrefix(token.text, ipv4Bits);
    const value = parseIpv4(address) ?? failValue(token, "badIpv4");
    return { relation, value, prefixBits: checkPrefix(token, prefixBits, ipv4Bits, "badIpv4") };
  }
  const value = toNumber(token.text) ?? failValue(token, "badNumber");
  if (value > field.maximum) {
    fail(token, "numberTooLarge", { text: token.text, field: field.name, maximum: field.maximum });
  }
  return { relation, value, prefixBits: 32 };
}

/** Likewise of a time: seconds with at most nine digits behind the dot. */
export function parseTimeCondition(relation: Relation, token: Token): TimeCondition {
  const parts = /^(-?)([0-9]{1,15})(?:\.([0-9]{1,9}))?$/u.exec(token.text);
  if (token.kind === "string" || parts === null) return failValue(token, "badTime");
  const seconds = Number(parts[2]);
  const nanoseconds = Number((parts[3] ?? "").padEnd(9, "0"));
  if (parts[1] === "") return { relation, seconds, nanoseconds };
  if (nanoseconds === 0) return { relation, seconds: 0 - seconds, nanoseconds };
  return { relation, seconds: -1 - seconds, nanoseconds: 1_000_000_000 - nanoseconds };
}

/** Likewise of a text or an address in bytes. */
export function parseBytesCondition(field: BytesField, relation: Relation, token: Token): BytesCondition {
  if (field.type === "text") return { relation, value: parseText(token), prefixBits: Infinity };
  if (token.kind === "string") fail(token, "textForField", { field: field.name, type: field.type });
  if (field.type === "ipv6") {
    const [address, prefixBits] = splitPrefix(token.text, ipv6Bits);
    const value = parseIpv6(address) ?? failValue(token, "badIpv6");
    return { relation, value, prefixBits: checkPrefix(token, prefixBits, ipv6Bits, "badIpv6") };
  }
  const value = parseBytes(token.text) ?? failValue(token, "badMac");
  if (value.length !== 6) failValue(token, "badMac");
  return { relation, value, prefixBits: Infinity };
}

/** What a field must have in it: a string, or for fields that are no texts bytes in hexadecimal. */
export function parseNeedle(field: BytesField, token: Token): BytesCondition {
  if (field.type === "text" || token.kind === "string")
    return { relation: "contain", value: parseText(token) };
  return { relation: "contain", value: parseBytes(token.text) ?? failValue(token, "badBytes") };
}

/** A word without quotes is text too, unless a field has that name: then a reader cannot tell what is meant. */
function parseText(token: Token): Uint8Array {
  if (token.kind === "word" && findFilterField(token.text) !== undefined) failValue(token, "fieldAsValue");
  return Uint8Array.from(token.text, (character) => character.charCodeAt(0));
}

function parseBoolean(token: Token): number {
  switch (token.text) {
    case "true":
    case "True":
    case "TRUE":
      return 1;
    case "false":
    case "False":
    case "FALSE":
      return 0;
    default: {
      const value = token.kind === "string" ? undefined : toNumber(token.text);
      return (value ?? failValue(token, "badBoolean")) === 0 ? 0 : 1;
    }
  }
}

/** Decimal, `0x`, `0b`, or octal with a 0 in front. */
function toNumber(text: string): number | undefined {
  if (/^(?:0[xX][0-9A-Fa-f]+|0[bB][01]+|0|[1-9][0-9]*)$/u.test(text)) return Number(text);
  return /^0[0-7]+$/u.test(text) ? Number.parseInt(text, 8) : undefined;
}

function checkPrefix(token: Token, bits: number, maximum: number, code: FilterErrorCode): number {
  if (Number.isNaN(bits)) return failValue(token, code);
  if (bits > maximum) fail(token, "prefixTooLong", { text: token.text, maximum });
  return bits;
}

/** A field's name where a value belongs is another mistake than a wrong value. */
function failValue(token: Token, code: FilterErrorCode): never {
  const isField = token.kind === "word" && findFilterField(token.text) !== undefined;
  fail(token, isField ? "fieldAsValue" : code, { text: token.text });
}

function fail({ start, end }: Token, code: FilterErrorCode, params: FilterErrorParams): never {
  throw new FilterError(code, start, end, params);
}
