import type { Token } from "./tokens.ts";

/** Goes over the pieces of an expression; stays at the `end`. */
export type TokenCursor = {
  peek(): Token;
  take(): Token;
  /** Takes the next piece if it is one of these words or symbols, and no string. */
  takeAny(...texts: readonly string[]): Token | undefined;
};

/** A cursor before the first of the pieces, whose last one is the `end`. */
export function createTokenCursor(tokens: readonly Token[]): TokenCursor {
  const last: Token = tokens.at(-1) ?? { kind: "end", text: "", start: 0, end: 0 };
  let at = 0;
  const peek = () => tokens[at] ?? last;
  const take = () => {
    const token = peek();
    at += 1;
    return token;
  };
  return {
    peek,
    take,
    takeAny: (...texts) => {
      const { kind, text } = peek();
      const isName = kind === "word" || kind === "symbol";
      return isName && texts.includes(text) ? take() : undefined;
    },
  };
}
