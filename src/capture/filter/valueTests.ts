import type { BytesTest, NumberTest, TimeTest } from "./filterField.ts";
import type { BytesCondition, NumberCondition, Relation, TimeCondition } from "./filterNode.ts";

/** Tests numbers by a condition; addresses with a prefix only by its bits. */
export function toNumberTest({ relation, value, prefixBits }: NumberCondition): NumberTest {
  if (prefixBits < 32) return toPrefixTest(relation, value, prefixBits);
  switch (relation) {
    case "equal":
      return (given) => given === value;
    case "notEqual":
      return (given) => given !== value;
    case "less":
      return (given) => given < value;
    case "lessOrEqual":
      return (given) => given <= value;
    case "greater":
      return (given) => given > value;
    case "greaterOrEqual":
      return (given) => given >= value;
  }
}

function toPrefixTest(relation: Relation, value: number, prefixBits: number): NumberTest {
  // A shift by 32 bits is one by 0.
  const mask = prefixBits === 0 ? 0 : (-1 << (32 - prefixBits)) >>> 0;
  const test = toNumberTest({ relation, value: (value & mask) >>> 0, prefixBits: 32 });
  return (given) => test((given & mask) >>> 0);
}

/** Tests times by a condition. */
export function toTimeTest({ relation, seconds, nanoseconds }: TimeCondition): TimeTest {
  const holds = toOrderTest(relation);
  return (givenSeconds, givenNanoseconds) =>
    holds(givenSeconds === seconds ? givenNanoseconds - nanoseconds : givenSeconds - seconds);
}

/** Tests texts and addresses by a condition: ordered byte by byte, the shorter one first where one begins the other. */
export function toBytesTest(condition: BytesCondition): BytesTest {
  if (condition.relation === "match") return condition.pattern;
  const { relation, value } = condition;
  if (relation === "contain") return (bytes, start, end) => isIn(value, bytes, start, end);
  const { prefixBits } = condition;
  const holds = toOrderTest(relation);
  if (prefixBits === Infinity) return (bytes, start, end) => holds(compare(bytes, start, end, value));
  return (bytes, start) => holds(comparePrefix(bytes, start, value, prefixBits));
}

/** Whether something is in that relation to another thing, by its order: below, at or above 0. */
function toOrderTest(relation: Relation): (order: number) => boolean {
  return toNumberTest({ relation, value: 0, prefixBits: 32 });
}

function compare(bytes: Uint8Array, start: number, end: number, value: Uint8Array): number {
  const length = end - start;
  const shared = Math.min(length, value.length);
  for (let at = 0; at < shared; at += 1) {
    const difference = (bytes[start + at] ?? 0) - (value[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return length - value.length;
}

function comparePrefix(bytes: Uint8Array, start: number, value: Uint8Array, prefixBits: number): number {
  const whole = prefixBits >> 3;
  for (let at = 0; at < whole; at += 1) {
    const difference = (bytes[start + at] ?? 0) - (value[at] ?? 0);
    if (difference !== 0) return difference;
  }
  const mask = (0xff00 >> (prefixBits & 7)) & 0xff;
  return ((bytes[start + whole] ?? 0) & mask) - ((value[whole] ?? 0) & mask);
}

function isIn(needle: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const first = needle[0];
  // As Wireshark has it, nothing contains nothing.
  if (first === undefined) return false;
  // A search in all of `bytes` would go through the packets behind this one.
  const part = bytes.subarray(start, end);
  for (let at = part.indexOf(first); at >= 0; at = part.indexOf(first, at + 1)) {
    let length = 1;
    while (length < needle.length && part[at + length] === needle[length]) length += 1;
    if (length === needle.length) return true;
  }
  return false;
}
