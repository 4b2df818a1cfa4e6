import type { Tag } from "../../eci/model.ts";

/** The first tag that one of the patterns (`key=value`, or `key` for any value) marks as production. */
export function findProductionTag(tags: readonly Tag[], patterns: readonly string[]): Tag | undefined {
  return tags.find(({ key, value }) =>
    patterns.some((pattern) => pattern === key || pattern === `${key}=${value}`),
  );
}
