/**
 * Why a regular expression is not taken: it is wrong, it has something that cannot be searched in a time that grows
 * with the text alone, or it needs too much memory.
 */
export type PatternErrorCode = "badPattern" | "patternNotSupported" | "patternTooLarge";

/** The one error of `compilePattern`. */
export class PatternError extends Error {
  override readonly name = "PatternError";
  readonly code: PatternErrorCode;

  constructor(code: PatternErrorCode) {
    super(code);
    this.code = code;
  }
}
