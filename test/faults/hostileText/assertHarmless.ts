import assert from "node:assert/strict";
import { inspect } from "node:util";
import { findDanger, type Place } from "./findDanger.ts";

/** A text that the editor was given, and where it shows it. */
export type ShownText = readonly [what: string, text: unknown, place?: Place];

/** Fails with the texts that the editor would make something of. */
export function assertHarmless(shown: readonly ShownText[]): void {
  const dangers = shown.flatMap(([what, text, place]) => {
    const danger = findDanger(text, place);
    return danger === undefined ? [] : [`${what}: ${danger} in ${inspect(text).slice(0, 200)}`];
  });
  assert.deepEqual(dangers.slice(0, 10), []);
}
