import type { FieldType } from "./filterField.ts";
import type { Relation } from "./filterNode.ts";

/** What a comparison asks of a field's values: `every` of them, or `some` one. */
export type Comparison = { readonly relation: Relation; readonly quantifier: "some" | "every" };

/**
 * The comparisons by how they are written (Wireshark's User's Guide, "Building Display Filter Expressions"). `!=`
 * is about all values of a field, since most people mean that.
 */
export const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ...toRows(["==", "eq", "any_eq"], "equal", "some"),
  ...toRows(["!=", "ne", "all_ne"], "notEqual", "every"),
  ...toRows(["===", "all_eq"], "equal", "every"),
  ...toRows(["!==", "~=", "any_ne"], "notEqual", "some"),
  ...toRows([">", "gt"], "greater", "some"),
  ...toRows(["<", "lt"], "less", "some"),
  ...toRows([">=", "ge"], "greaterOrEqual", "some"),
  ...toRows(["<=", "le"], "lessOrEqual", "some"),
]);

/** The operators with which an expression can go on behind a field of that type, the most used ones. */
export function toOperators(type: FieldType): readonly string[] {
  switch (type) {
    case "label":
      return [];
    case "protocol":
      return ["contains", "matches"];
    case "text":
      return ["==", "!=", "contains", "matches", "in"];
    case "boolean":
      return ["==", "!="];
    case "mac":
      return ["==", "!=", "in", "contains"];
    case "ipv4":
    case "ipv6":
      return ["==", "!=", "in"];
    case "number":
    case "time":
      return ["==", "!=", "<", "<=", ">", ">=", "in"];
  }
}

function toRows(
  names: readonly string[],
  relation: Relation,
  quantifier: Comparison["quantifier"],
): readonly (readonly [string, Comparison])[] {
  return names.map((name) => [name, { relation, quantifier }]);
}
