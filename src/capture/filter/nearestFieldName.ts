import { filterFields } from "./filterFields.ts";

/** The name of a field that someone may have meant; empty where none is near. */
export function toNearestFieldName(name: string): string {
  const lower = name.toLowerCase().slice(0, 50);
  let nearest = "";
  // More than a third of the letters wrong is another word.
  let best = Math.max(1, Math.floor(lower.length / 3)) + 1;
  for (const field of filterFields) {
    if (Math.abs(field.name.length - lower.length) >= best) continue;
    const distance = toDistance(lower, field.name);
    if (distance < best) {
      best = distance;
      nearest = field.name;
    }
  }
  return nearest;
}

/** How many letters must be put in, left out or replaced to make one word of the other (Levenshtein). */
function toDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let at = 0; at < from.length; at += 1) {
    const next = [at + 1];
    for (let other = 0; other < to.length; other += 1) {
      const replaced = (row[other] ?? 0) + (from[at] === to[other] ? 0 : 1);
      next.push(Math.min(replaced, (row[other + 1] ?? 0) + 1, (next[other] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
