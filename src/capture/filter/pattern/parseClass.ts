import { namedSets, toCaseless, toInverse, type ByteSet } from "./byteSet.ts";
import { parseEscape, toSet } from "./parseEscape.ts";
import type { PatternCursor } from "./patternCursor.ts";
import { PatternError } from "./patternError.ts";

/** Parses a class behind its `[`, up to its `]`; throws a PatternError. */
export function parseClass(cursor: PatternCursor, isCaseless: boolean): ByteSet {
  const isInverse = cursor.takeText("^");
  const set = new Uint8Array(256);
  // A `]` that comes first is one of the bytes.
  let isFirst = true;
  while (isFirst || !cursor.takeText("]")) {
    isFirst = false;
    const low = parseMember(cursor);
    const isRange = typeof low === "number" && cursor.takeMatch(/-(?!\])/uy) !== undefined;
    if (!isRange) {
      toSet(low).forEach((member, byte) => (set[byte] = (set[byte] ?? 0) | member));
      continue;
    }
    const high = parseMember(cursor);
    if (typeof high !== "number" || high < low) throw new PatternError("badPattern");
    set.fill(1, low, high + 1);
  }
  const folded = isCaseless ? toCaseless(set) : set;
  return isInverse ? toInverse(folded) : folded;
}

function parseMember(cursor: PatternCursor): number | ByteSet {
  const named = cursor.takeMatch(/\[:(\^?)([a-z]+):\]/uy);
  if (named !== undefined) {
    const set = namedSets.get(named[2] ?? "");
    if (set === undefined) throw new PatternError("badPattern");
    return named[1] === "^" ? toInverse(set) : set;
  }
  if (cursor.takeMatch(/\[[.=]/uy) !== undefined) throw new PatternError("patternNotSupported");
  const character = cursor.take();
  if (character !== "\\") return character.charCodeAt(0);
  // Within a class this is the backspace.
  return cursor.takeText("b") ? 0x08 : parseEscape(cursor);
}
