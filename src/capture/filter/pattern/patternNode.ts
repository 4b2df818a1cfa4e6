import type { ByteSet } from "./byteSet.ts";

/**
 * What must hold between two bytes: the text's start or end, its end or before a line break that ends it, a line's
 * start or end, where a word begins or ends, or where none does.
 */
export type Assertion =
  "textStart" | "textEnd" | "lastLineEnd" | "lineStart" | "lineEnd" | "wordEdge" | "noWordEdge";

/** A regular expression over bytes. */
export type PatternNode =
  | { readonly kind: "set"; readonly set: ByteSet }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { readonly kind: "sequence" | "either"; readonly parts: readonly PatternNode[] }
  | {
      readonly kind: "repeat";
      readonly part: PatternNode;
      readonly minimum: number;
      /** Infinity for no end. */
      readonly maximum: number;
    };
