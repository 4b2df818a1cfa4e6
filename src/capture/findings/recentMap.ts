/** A map that forgets what it has had longest, so that it never holds more than a number of entries. */
export type RecentMap<Value> = {
  get(key: number): Value | undefined;
  /** What is kept with a key counts as new. */
  set(key: number, value: Value): void;
  delete(key: number): void;
  values(): IterableIterator<Value>;
};

/**
 * Keeps at least the newest half of `maxEntries`; tells what it forgets. Two maps take turns, since taking the oldest
 * entries out of one map one by one leaves holes that each further look at its begin steps over.
 */
export function createRecentMap<Value>(
  maxEntries: number,
  onForgotten?: (value: Value) => void,
): RecentMap<Value> {
  let young = new Map<number, Value>();
  let old = new Map<number, Value>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set: (key, value) => {
      old.delete(key);
      if (young.size * 2 >= maxEntries) {
        if (onForgotten !== undefined) for (const forgotten of old.values()) onForgotten(forgotten);
        old = young;
        young = new Map();
        old.delete(key);
      }
      young.set(key, value);
    },
    delete: (key) => {
      if (!young.delete(key)) old.delete(key);
    },
    *values() {
      yield* old.values();
      yield* young.values();
    },
  };
}
