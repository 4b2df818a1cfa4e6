import { FilterError } from "./filterError.ts";
import { readQuoted } from "./quotedText.ts";

/** A piece of an expression; `start` to `end` are its characters, `end` behind the last. */
export type Token = {
  /** `word` is a name or a value, `string` is in double quotes, `end` stands behind the last piece. */
  readonly kind: "word" | "string" | "symbol" | "end";
  /** As it stands there; of strings what they say, each UTF-16 unit one byte of their UTF-8. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

/** Longest first, so that no symbol hides a longer one. */
const symbols = [
  "===", "!==", "==", "!=", "~=", ">=", "<=", "&&", "||", "..", "=", ">", "<", "~", "!", "&", "|", "(", ")", "{",
  "}", ",",
]; // prettier-ignore

const blank = /[ \t\r\n]/u;
const wordCharacter = /[A-Za-z0-9_.:/\-]/u;

/** Takes an expression to pieces; ends with an `end`. Throws a FilterError at what can be none. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (blank.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = readToken(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", text: "", start: text.length, end: text.length });
  return tokens;
}

function readToken(text: string, start: number): Token {
  const isRaw = /^[rR]"/u.test(text.slice(start, start + 2));
  if (isRaw || text[start] === '"') return readQuoted(text, start, isRaw);
  const symbol = symbols.find((candidate) => text.startsWith(candidate, start));
  if (symbol !== undefined) return { kind: "symbol", text: symbol, start, end: start + symbol.length };
  let end = start;
  while (end < text.length && wordCharacter.test(text.charAt(end)) && !text.startsWith("..", end)) end += 1;
  if (end > start) return { kind: "word", text: text.slice(start, end), start, end };
  const odd = String.fromCodePoint(text.codePointAt(start) ?? 0);
  throw new FilterError("unexpectedText", start, start + odd.length, { text: odd });
}
