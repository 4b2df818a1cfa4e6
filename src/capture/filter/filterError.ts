/**
 * What is wrong with an expression, and what `params` then say:
 * `unknownField` no field or protocol has that `name`; `suggestion` is the nearest one there is, or empty;
 * `unexpectedText` this cannot stand here; `missingTest` a field is needed here; `missingOperator` a comparison is;
 * `missingValue` a value is needed here; `unclosedParenthesis`, `unopenedParenthesis`, `unclosedBrace`,
 * `unclosedString` the other one is missing; `badEscape` no escape sequence of strings; `singleEquals` `==` is meant;
 * `operatorNotForField` the `field` of that `type` has no such `operator`; `fieldAsValue` a field stands where a
 * value must; `textForField` the `field` of that `type` has no text; `textNeeded` a string in double quotes is needed;
 * `badNumber`, `badTime`, `badBoolean`, `badIpv4`, `badIpv6`, `badMac`, `badBytes` no such value;
 * `numberTooLarge` more than the field's `maximum`; `prefixTooLong` more bits than the address's `maximum`;
 * `badPattern` no regular expression; `patternNotSupported` one with something that is not taken;
 * `patternTooLarge` one that would need too much memory; `tooLong` the expression has more than `maximum` characters;
 * `tooDeep` it is nested deeper than `maximum`.
 */
export const filterErrorCodes = [
  "unknownField",
  "unexpectedText",
  "missingTest",
  "missingOperator",
  "missingValue",
  "unclosedParenthesis",
  "unopenedParenthesis",
  "unclosedBrace",
  "unclosedString",
  "badEscape",
  "singleEquals",
  "operatorNotForField",
  "fieldAsValue",
  "textForField",
  "textNeeded",
  "badNumber",
  "badTime",
  "badBoolean",
  "badIpv4",
  "badIpv6",
  "badMac",
  "badBytes",
  "numberTooLarge",
  "prefixTooLong",
  "badPattern",
  "patternNotSupported",
  "patternTooLarge",
  "tooLong",
  "tooDeep",
] as const;

export type FilterErrorCode = (typeof filterErrorCodes)[number];

export type FilterErrorParams = Readonly<Record<string, string | number>>;

/** The one error of a filter's text. `start` to `end` are the characters that it points at; both are the text's length where it ends too early. */
export class FilterError extends Error {
  override readonly name = "FilterError";
  readonly code: FilterErrorCode;
  readonly start: number;
  readonly end: number;
  readonly params: FilterErrorParams;

  constructor(code: FilterErrorCode, start: number, end: number, params: FilterErrorParams = {}) {
    super(`${code} at ${start}`);
    this.code = code;
    this.start = start;
    this.end = end;
    this.params = params;
  }
}
