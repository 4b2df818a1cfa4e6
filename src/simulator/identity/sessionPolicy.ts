import { RpcError } from "../rpc/rpcError.ts";
import type { Tag } from "../world/cast.ts";

type Statement = {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator, key, values. */
  readonly conditions: readonly (readonly [string, string, readonly string[]])[];
};

/** The policy that narrows a role session. */
export type SessionPolicy = readonly Statement[];

/** What somebody wants to do, and to what. */
export type Access = {
  /** `eci:CreateInstanceOpsTask`. */
  readonly action: string;
  /** `acs:eci:cn-hangzhou:1234567890123456:containergroup/eci-…`. */
  readonly resource: string;
  /** Of the instance that it is done to. */
  readonly tags: readonly Tag[];
};

const malformed = () =>
  new RpcError(400, "InvalidParameter.PolicyGrammar", "The parameter Policy has not passed grammar check.");

function toTexts(value: unknown): readonly string[] {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  if (texts.length === 0 || !texts.every((text) => typeof text === "string")) throw malformed();
  return texts;
}

function toFields(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed();
  return value as Readonly<Record<string, unknown>>;
}

function toStatement(value: unknown): Statement {
  const { Effect: effect, Action: action, Resource: resource, Condition: condition = {} } = toFields(value);
  if (effect !== "Allow" && effect !== "Deny") throw malformed();
  const conditions = Object.entries(toFields(condition)).flatMap(([operator, keys]) =>
    Object.entries(toFields(keys)).map(([key, values]) => [operator, key, toTexts(values)] as const),
  );
  return { effect, actions: toTexts(action), resources: toTexts(resource), conditions };
}

/** Reads the `Policy` of AssumeRole, 1 to 2,048 characters; throws InvalidParameter.PolicySize or .PolicyGrammar. */
export function parseSessionPolicy(text: string): SessionPolicy {
  if (text.length > 2048) {
    throw new RpcError(400, "InvalidParameter.PolicySize", "The size of Policy must be smaller than 2048.");
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed();
  }
  const { Version: version, Statement: statements } = toFields(value);
  if (version !== "1") throw malformed();
  return (Array.isArray(statements) ? statements : [statements]).map(toStatement);
}

/** Tells whether a text is of a pattern in which `*` stands for anything. */
function isLike(text: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "isu").test(text);
}

/** A condition of a kind that is not played is never met: what it guards stays refused. */
function isMet([operator, key, values]: Statement["conditions"][number], { tags }: Access): boolean {
  const [, tagKey] = /^eci:tag\/(.+)$/u.exec(key) ?? [];
  const value = tags.find((tag) => tag.key === tagKey)?.value;
  if (value === undefined) return false;
  if (operator === "StringEquals") return values.includes(value);
  return operator === "StringLike" && values.some((pattern) => isLike(value, pattern));
}

/** Tells whether the policy lets the session do it: something allows it and nothing denies it. */
export function allows(policy: SessionPolicy, access: Access): boolean {
  const effects = policy
    .filter(
      ({ actions, resources, conditions }) =>
        actions.some((pattern) => isLike(access.action, pattern)) &&
        resources.some((pattern) => isLike(access.resource, pattern)) &&
        conditions.every((condition) => isMet(condition, access)),
    )
    .map(({ effect }) => effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}
