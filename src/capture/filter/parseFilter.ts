import { FilterError } from "./filterError.ts";
import type { FilterNode } from "./filterNode.ts";
import { parseTest } from "./parseTest.ts";
import { createTokenCursor, type TokenCursor } from "./tokenCursor.ts";
import { readTokens } from "./tokens.ts";

/** The longest expression that is read, in UTF-16 units. */
export const maxFilterCharacters = 2_000;
/** How deep parentheses and negations may be nested. */
export const maxFilterDepth = 200;

/**
 * Reads an expression of Wireshark's display filter language (User's Guide, "Building Display Filter Expressions"), as
 * far as `filterFields` goes; one of blanks alone lets everything through. `not` binds closest, then `and`, then `or`.
 * Throws a FilterError, and nothing else.
 */
export function parseFilter(text: string): FilterNode {
  if (text.length > maxFilterCharacters) {
    throw new FilterError("tooLong", maxFilterCharacters, text.length, { maximum: maxFilterCharacters });
  }
  const cursor = createTokenCursor(readTokens(text));
  if (cursor.peek().kind === "end") return { kind: "all" };
  const node = parseOr(cursor, 0);
  const rest = cursor.peek();
  if (rest.kind === "end") return node;
  const code = rest.text === ")" && rest.kind === "symbol" ? "unopenedParenthesis" : "unexpectedText";
  throw new FilterError(code, rest.start, rest.end, { text: rest.text });
}

function parseOr(cursor: TokenCursor, depth: number): FilterNode {
  const operands = [parseAnd(cursor, depth)];
  while (cursor.takeAny("or", "||") !== undefined) operands.push(parseAnd(cursor, depth));
  return toOne("or", operands);
}

function parseAnd(cursor: TokenCursor, depth: number): FilterNode {
  const operands = [parseNot(cursor, depth)];
  while (cursor.takeAny("and", "&&") !== undefined) operands.push(parseNot(cursor, depth));
  return toOne("and", operands);
}

function parseNot(cursor: TokenCursor, depth: number): FilterNode {
  const nested = cursor.takeAny("not", "!");
  if (nested !== undefined) {
    return { kind: "not", operand: parseNot(cursor, deeper(depth, nested.start, nested.end)) };
  }
  const open = cursor.takeAny("(");
  if (open === undefined) return parseTest(cursor);
  const node = parseOr(cursor, deeper(depth, open.start, open.end));
  if (cursor.takeAny(")") !== undefined) return node;
  const rest = cursor.peek();
  if (rest.kind === "end") throw new FilterError("unclosedParenthesis", open.start, open.end);
  throw new FilterError("unexpectedText", rest.start, rest.end, { text: rest.text });
}

function toOne(kind: "and" | "or", operands: readonly FilterNode[]): FilterNode {
  const [first, second] = operands;
  return first !== undefined && second === undefined ? first : { kind, operands };
}

function deeper(depth: number, start: number, end: number): number {
  if (depth >= maxFilterDepth) throw new FilterError("tooDeep", start, end, { maximum: maxFilterDepth });
  return depth + 1;
}
