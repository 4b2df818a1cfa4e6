import { FilterError } from "./filterError.ts";
import type { FilterField } from "./filterField.ts";
import { findFilterField } from "./filterFields.ts";
import type { BytesCondition, FilterNode, Relation } from "./filterNode.ts";
import { toNearestFieldName } from "./nearestFieldName.ts";
import { comparisons, type Comparison } from "./operators.ts";
import { parseBytesCondition, parseNeedle, parseNumberCondition, parseTimeCondition } from "./parseValue.ts";
import { compilePattern } from "./pattern/compilePattern.ts";
import { PatternError } from "./pattern/patternError.ts";
import type { TokenCursor } from "./tokenCursor.ts";
import type { Token } from "./tokens.ts";

type Quantifier = Comparison["quantifier"];
type ValueTest = { readonly relation: Relation; readonly value: Token };

const joiners = new Set(["and", "&&", "or", "||"]);
const bytesOperators = new Set(["contains", "matches", "~"]);

/** Parses a field with what is asked of it, such as `tcp.port in {80, 443}`, or alone; throws a FilterError. */
export function parseTest(cursor: TokenCursor): FilterNode {
  const quantifierToken = cursor.takeAny("any", "all");
  const field = parseField(cursor);
  if (quantifierToken !== undefined) {
    const operator = cursor.peek();
    const comparison = takeComparison(cursor);
    if (comparison === undefined) {
      throw new FilterError("missingOperator", operator.start, operator.end, { field: field.name });
    }
    const quantifier = quantifierToken.text === "any" ? "some" : "every";
    return buildNode(field, operator, quantifier, [
      [{ relation: comparison.relation, value: takeValue(cursor) }],
    ]);
  }
  const operator = cursor.peek();
  if (operator.kind === "end" || operator.text === ")" || joiners.has(operator.text)) {
    return { kind: "present", field };
  }
  if (operator.kind !== "string") {
    const comparison = takeComparison(cursor);
    if (comparison !== undefined) {
      const { relation, quantifier } = comparison;
      return buildNode(field, operator, quantifier, [[{ relation, value: takeValue(cursor) }]]);
    }
    if (bytesOperators.has(operator.text)) return parseBytesTest(cursor, field, cursor.take());
    if (cursor.takeAny("in") !== undefined) return parseSet(cursor, field, operator);
    if (cursor.takeAny("not") !== undefined) {
      const inside = cursor.takeAny("in");
      if (inside !== undefined) return { kind: "not", operand: parseSet(cursor, field, inside) };
    }
    if (operator.text === "=") throw new FilterError("singleEquals", operator.start, operator.end);
  }
  throw new FilterError("unexpectedText", operator.start, operator.end, { text: operator.text });
}

function parseField(cursor: TokenCursor): FilterField {
  const token = cursor.peek();
  const { kind, text, start, end } = token;
  if (kind === "end" || text === ")" || (kind !== "string" && joiners.has(text))) {
    throw new FilterError("missingTest", start, end);
  }
  if (kind !== "word") throw new FilterError("unexpectedText", start, end, { text });
  cursor.take();
  const field = findFilterField(text);
  if (field !== undefined) return field;
  throw new FilterError("unknownField", start, end, { name: text, suggestion: toNearestFieldName(text) });
}

function takeComparison(cursor: TokenCursor): Comparison | undefined {
  const { kind, text } = cursor.peek();
  const comparison = kind === "word" || kind === "symbol" ? comparisons.get(text) : undefined;
  if (comparison !== undefined) cursor.take();
  return comparison;
}

function parseSet(cursor: TokenCursor, field: FilterField, operator: Token): FilterNode {
  const open = cursor.peek();
  if (cursor.takeAny("{") === undefined) {
    const code = open.kind === "end" ? "missingValue" : "unexpectedText";
    throw new FilterError(code, open.start, open.end, { text: open.text });
  }
  const alternatives: ValueTest[][] = [];
  do {
    const value = takeValue(cursor);
    if (cursor.takeAny("..") === undefined) alternatives.push([{ relation: "equal", value }]);
    else {
      const low = { relation: "greaterOrEqual", value } as const;
      alternatives.push([low, { relation: "lessOrEqual", value: takeValue(cursor) }]);
    }
  } while (cursor.takeAny(",") !== undefined);
  const close = cursor.peek();
  if (cursor.takeAny("}") !== undefined) return buildNode(field, operator, "some", alternatives);
  if (close.kind === "end") throw new FilterError("unclosedBrace", open.start, open.end);
  throw new FilterError("unexpectedText", close.start, close.end, { text: close.text });
}

function parseBytesTest(cursor: TokenCursor, field: FilterField, operator: Token): FilterNode {
  if (field.shape !== "bytes" || field.type === "ipv6") failOperator(field, operator);
  const token = takeValue(cursor);
  const condition = operator.text === "contains" ? parseNeedle(field, token) : parsePattern(token);
  return { kind: "bytes", field, quantifier: "some", alternatives: [[condition]] };
}

function parsePattern({ kind, text, start, end }: Token): BytesCondition {
  if (kind !== "string") throw new FilterError("textNeeded", start, end, { text });
  try {
    return { relation: "match", pattern: compilePattern(text) };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new FilterError(error.code, start, end, { text });
  }
}

function takeValue(cursor: TokenCursor): Token {
  const token = cursor.peek();
  const { kind, text, start, end } = token;
  if (kind === "string" || (kind === "word" && !joiners.has(text))) return cursor.take();
  const isMissing = kind === "end" || joiners.has(text) || text === ")" || text === "}";
  throw new FilterError(isMissing ? "missingValue" : "unexpectedText", start, end, { text });
}

/** One of the alternatives must hold, with all that it has. */
function buildNode(
  field: FilterField,
  operator: Token,
  quantifier: Quantifier,
  tests: readonly (readonly ValueTest[])[],
): FilterNode {
  if (field.shape === "number") {
    const alternatives = mapTests(tests, (relation, value) => parseNumberCondition(field, relation, value));
    return { kind: "number", field, quantifier, alternatives };
  }
  if (field.shape === "time") {
    return { kind: "time", field, quantifier, alternatives: mapTests(tests, parseTimeCondition) };
  }
  if (field.shape === "label" || field.type === "protocol") failOperator(field, operator);
  const alternatives = mapTests(tests, (relation, value) => parseBytesCondition(field, relation, value));
  return { kind: "bytes", field, quantifier, alternatives };
}

function mapTests<Condition>(
  tests: readonly (readonly ValueTest[])[],
  parse: (relation: Relation, value: Token) => Condition,
): readonly (readonly Condition[])[] {
  return tests.map((together) => together.map(({ relation, value }) => parse(relation, value)));
}

function failOperator({ name, type }: FilterField, { text, start, end }: Token): never {
  throw new FilterError("operatorNotForField", start, end, { field: name, type, operator: text });
}
