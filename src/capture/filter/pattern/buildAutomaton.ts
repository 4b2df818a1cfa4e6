import type { ByteSet } from "./byteSet.ts";
import { PatternError } from "./patternError.ts";
import type { Assertion, PatternNode } from "./patternNode.ts";

/** A state of an automaton, and by which states it goes on. */
export type AutomatonState =
  | { readonly kind: "set"; readonly set: ByteSet; readonly next: number }
  | { readonly kind: "assertion"; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: "fork"; readonly nexts: number[] }
  | { readonly kind: "match" };

/** A nondeterministic automaton; states are told by their place. */
export type Automaton = { readonly states: readonly AutomatonState[]; readonly start: number };

/** More states than a pattern that somebody writes needs; a filter may have many patterns. */
const maxStates = 2_000;
/** What is repeated may be empty and need no state. */
const maxSteps = 20_000;

/** Makes an automaton out of a pattern (Thompson's construction); throws a PatternError where it would be too large. */
export function buildAutomaton(pattern: PatternNode): Automaton {
  const states: AutomatonState[] = [];
  let steps = 0;

  const add = (state: AutomatonState): number => {
    if (states.length >= maxStates) throw new PatternError("patternTooLarge");
    return states.push(state) - 1;
  };

  /** Adds the states of a part in front of `next`; returns the first of them. */
  const addPart = (node: PatternNode, next: number): number => {
    steps += 1;
    if (steps > maxSteps) throw new PatternError("patternTooLarge");
    switch (node.kind) {
      case "set":
        return add({ kind: "set", set: node.set, next });
      case "assertion":
        return add({ kind: "assertion", assertion: node.assertion, next });
      case "sequence":
        return node.parts.reduceRight((behind, part) => addPart(part, behind), next);
      case "either": {
        const [only] = node.parts;
        if (only !== undefined && node.parts.length === 1) return addPart(only, next);
        return add({ kind: "fork", nexts: node.parts.map((part) => addPart(part, next)) });
      }
      case "repeat": {
        let first = next;
        if (node.maximum === Infinity) {
          const nexts = [next];
          first = add({ kind: "fork", nexts });
          nexts.push(addPart(node.part, first));
        } else {
          for (let count = node.minimum; count < node.maximum; count += 1) {
            first = add({ kind: "fork", nexts: [next, addPart(node.part, first)] });
          }
        }
        for (let count = 0; count < node.minimum; count += 1) first = addPart(node.part, first);
        return first;
      }
    }
  };

  const match = add({ kind: "match" });
  const start = addPart(pattern, match);
  return { states, start };
}
