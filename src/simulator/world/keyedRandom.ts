import { type Random, createRandom } from "../synthetic/random.ts";

/** Numbers that follow from their keys alone. */
export type KeyedRandom = Random & {
  /** `length` of the letters: lower-case ones and digits unless others are given. */
  text(length: number, letters?: string): string;
};

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

/** The same keys give the same numbers (seeded with FNV-1a of the keys; never for secrets). */
export function createKeyedRandom(...keys: readonly (string | number)[]): KeyedRandom {
  let hash = 0x811c9dc5;
  for (const char of keys.join("\n")) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  const random = createRandom(hash);
  return {
    ...random,
    text: (length, letters = alphabet) => {
      let text = "";
      while (text.length < length) text += letters.charAt(random.integer(0, letters.length - 1));
      return text;
    },
  };
}
