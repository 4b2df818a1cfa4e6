import { PatternError } from "./patternError.ts";

/** Goes over a regular expression, a byte a character. */
export type PatternCursor = {
  readonly isAtEnd: boolean;
  /** The next character, or nothing. */
  peek(): string;
  /** Takes the next character; throws a PatternError at the end. */
  take(): string;
  /** Takes this text if it is what follows. */
  takeText(text: string): boolean;
  /** Takes what matches from here on; the expression must be sticky. */
  takeMatch(expression: RegExp): RegExpExecArray | undefined;
};

/** A cursor before the first character. */
export function createPatternCursor(text: string): PatternCursor {
  let at = 0;
  return {
    get isAtEnd() {
      return at >= text.length;
    },
    peek: () => text.charAt(at),
    take: () => {
      if (at >= text.length) throw new PatternError("badPattern");
      at += 1;
      return text.charAt(at - 1);
    },
    takeText: (wanted) => {
      const isNext = text.startsWith(wanted, at);
      if (isNext) at += wanted.length;
      return isNext;
    },
    takeMatch: (expression) => {
      expression.lastIndex = at;
      const match = expression.exec(text);
      if (match === null) return undefined;
      at += match[0].length;
      return match;
    },
  };
}
