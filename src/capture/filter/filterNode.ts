import type { BytesPattern } from "./pattern/compilePattern.ts";
import type { BytesField, FilterField, NumberField, TimeField } from "./filterField.ts";

export type Relation = "equal" | "notEqual" | "less" | "lessOrEqual" | "greater" | "greaterOrEqual";

/** `prefixBits` of 32 compare the whole number; fewer compare only the highest so many of its 32 bits. */
export type NumberCondition = {
  readonly relation: Relation;
  readonly value: number;
  readonly prefixBits: number;
};

export type TimeCondition = {
  readonly relation: Relation;
  readonly seconds: number;
  readonly nanoseconds: number;
};

/** `prefixBits` of Infinity compare all bytes, and lengths with them. */
export type BytesCondition =
  | { readonly relation: Relation; readonly value: Uint8Array; readonly prefixBits: number }
  | { readonly relation: "contain"; readonly value: Uint8Array }
  | { readonly relation: "match"; readonly pattern: BytesPattern };

/** What values are tested by: one of the alternatives must hold, with all of its conditions. */
type Alternatives<Condition> = readonly (readonly Condition[])[];

/** `some`: a value of the field passes; `every`: there are values and all of them do. */
type Quantifier = "some" | "every";

/** A parsed expression. What it needs to be fast is made by `compileFilter`. */
export type FilterNode =
  | { readonly kind: "all" }
  | { readonly kind: "not"; readonly operand: FilterNode }
  | { readonly kind: "and" | "or"; readonly operands: readonly FilterNode[] }
  | { readonly kind: "present"; readonly field: FilterField }
  | {
      readonly kind: "number";
      readonly field: NumberField;
      readonly quantifier: Quantifier;
      readonly alternatives: Alternatives<NumberCondition>;
    }
  | {
      readonly kind: "time";
      readonly field: TimeField;
      readonly quantifier: Quantifier;
      readonly alternatives: Alternatives<TimeCondition>;
    }
  | {
      readonly kind: "bytes";
      readonly field: BytesField;
      readonly quantifier: Quantifier;
      readonly alternatives: Alternatives<BytesCondition>;
    };
