import type { Random } from "../../../src/simulator/synthetic/random.ts";

/** A message of the contract, and where it is free: paths with slashes, `*` for every key or index. */
export type SampleMessage = {
  readonly message: Readonly<Record<string, unknown>>;
  /** What may be absent. */
  readonly optional?: readonly string[];
  /** What may be null. */
  readonly nullable?: readonly string[];
  /** Objects that may have any further property, as long as it is a text. */
  readonly open?: readonly string[];
  /** What may be anything at all. */
  readonly free?: readonly string[];
  /** Numbers that need not be whole and positive. */
  readonly signed?: readonly string[];
  /** Texts of any length. */
  readonly long?: readonly string[];
  /** Texts and numbers that may be the other. */
  readonly either?: readonly string[];
};

/** A message that the contract does not have, and what was done to a good one. */
export type Mutation = { readonly name: string; readonly message: unknown };

type Place = { readonly path: string; readonly value: unknown };
type Branch = Record<string, unknown>;

const hugeText = "x".repeat(1 << 20);
const oddNames = ["extra", "__proto__", "constructor", "toString", "hasOwnProperty", "0", ""] as const;
const oddKinds = [
  "nothing",
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "READY",
  "",
  " ready",
] as const;
const deepLevels = 1_500;

/** Makes a message that is not in the contract of a good one; the same random numbers make the same one. */
export function mutateMessage(sample: SampleMessage, random: Random): Mutation {
  const message = structuredClone(sample.message) as Branch;
  const places = findPlaces(message, sample.free ?? []);
  const mutations = [
    () => wrongWhole(message, random),
    () => wrongKind(message, random),
    () => wrongType(message, places, sample, random),
    () => wrongType(message, places, sample, random),
    () => missing(message, places, sample, random),
    () => extra(message, places, sample, random),
    () => wrongNumber(message, places, sample, random),
    () => hugeString(message, places, sample, random),
    () => deep(message, places, random),
  ] as const;
  return random.pick(mutations)() ?? wrongKind(message, random);
}

/** Every value of the message that is not in a free part, but for the message itself. */
function findPlaces(value: unknown, free: readonly string[], prefix = ""): readonly Place[] {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = prefix === "" ? key : `${prefix}/${key}`;
    if (isOneOf(path, free)) return [];
    return [{ path, value: item as unknown }, ...findPlaces(item, free, path)];
  });
}

/** Whether a path is one of the patterns, in which `*` stands for one step. */
function isOneOf(path: string, patterns: readonly string[] = []): boolean {
  const steps = path.split("/");
  return patterns.some((pattern) => {
    const wanted = pattern.split("/");
    return (
      wanted.length === steps.length && wanted.every((step, index) => step === "*" || step === steps[index])
    );
  });
}

function pickPlace(places: readonly Place[], random: Random): Place | undefined {
  const [first, ...rest] = places;
  return first && random.pick([first, ...rest]);
}

function toParent(message: Branch, path: string): readonly [Branch, string] {
  const steps = path.split("/");
  const last = steps.pop() ?? "";
  return [steps.reduce((parent, step) => parent[step] as Branch, message), last];
}

function put(message: Branch, path: string, value: unknown): void {
  const [parent, key] = toParent(message, path);
  // An assignment to __proto__ would set the prototype.
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function wrongWhole(message: Branch, random: Random): Mutation {
  const whole = random.pick<unknown>([
    null,
    undefined,
    "",
    "<script>",
    17,
    Number.NaN,
    true,
    [],
    {},
    [message],
    { message },
    JSON.stringify(message),
    { ...message, type: undefined },
    new Uint8Array(8),
  ]);
  return { name: "something else in its place", message: whole };
}

function wrongKind(message: Branch, random: Random): Mutation {
  const type = random.pick<unknown>([...oddKinds, hugeText, null, 1, {}, ["ready"], true]);
  return { name: "a kind that there is not", message: { ...message, type } };
}

/** What is of another type than each of these. */
const others: Readonly<Record<string, readonly [unknown, ...unknown[]]>> = {
  string: [17, true, {}, [], ["text"], Number.NaN],
  number: ["17", "", true, {}, [], [17]],
  boolean: ["true", 1, 0, {}, []],
  bytes: ["bytes", [1, 2, 3], {}, 17],
  list: ["list", {}, 17, true, { length: 3 }],
  object: ["object", 17, true, []],
  null: [{}, [], true],
};

function toKind(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof Uint8Array) return "bytes";
  return Array.isArray(value) ? "list" : typeof value;
}

function wrongType(
  message: Branch,
  places: readonly Place[],
  sample: SampleMessage,
  random: Random,
): Mutation | undefined {
  const place = pickPlace(places, random);
  if (!place) return undefined;
  const kind = toKind(place.value);
  const isEither = isOneOf(place.path, sample.either);
  const more = isOneOf(place.path, sample.nullable) || kind === "null" ? [] : [null];
  const value = random.pick<unknown>(isEither ? [true, {}, []] : [...(others[kind] ?? [{}]), ...more]);
  put(message, place.path, value);
  return { name: `${toKind(value)} for ${kind} in ${place.path}`, message };
}

function missing(
  message: Branch,
  places: readonly Place[],
  sample: SampleMessage,
  random: Random,
): Mutation | undefined {
  const isItem = ({ path }: Place) => Array.isArray(toParent(message, path)[0]);
  const place = pickPlace(
    places.filter((each) => !isItem(each) && !isOneOf(each.path, sample.optional)),
    random,
  );
  if (!place) return undefined;
  const [parent, key] = toParent(message, place.path);
  Reflect.deleteProperty(parent, key);
  return { name: `without ${place.path}`, message };
}

function extra(
  message: Branch,
  places: readonly Place[],
  sample: SampleMessage,
  random: Random,
): Mutation | undefined {
  const objects = places.filter(
    ({ path, value }) => toKind(value) === "object" && !isOneOf(path, sample.open),
  );
  const object = random.pick([undefined, ...objects]);
  const name = random.pick(oddNames);
  const value = random.pick<unknown>(["more", 17, {}, { polluted: true }, null]);
  put(message, object === undefined ? name : `${object.path}/${name}`, value);
  return { name: `with ${name} in ${object?.path ?? "the message"}`, message };
}

function wrongNumber(
  message: Branch,
  places: readonly Place[],
  sample: SampleMessage,
  random: Random,
): Mutation | undefined {
  const place = pickPlace(
    places.filter(({ value }) => typeof value === "number"),
    random,
  );
  if (!place) return undefined;
  const wrong = [Number.NaN, Infinity, -Infinity] as const;
  const more = isOneOf(place.path, sample.signed) ? [] : [-1, 0.5, -(2 ** 31), 2 ** 53, 1e308];
  const value = random.pick([...wrong, ...more]);
  put(message, place.path, value);
  return { name: `${value} in ${place.path}`, message };
}

function hugeString(
  message: Branch,
  places: readonly Place[],
  sample: SampleMessage,
  random: Random,
): Mutation | undefined {
  const isBounded = ({ path, value }: Place) => typeof value === "string" && !isOneOf(path, sample.long);
  const place = pickPlace(places.filter(isBounded), random);
  if (!place) return undefined;
  put(message, place.path, hugeText);
  return { name: `a mebibyte in ${place.path}`, message };
}

function deep(message: Branch, places: readonly Place[], random: Random): Mutation | undefined {
  const place = pickPlace(places, random);
  if (!place) return undefined;
  const isList = random.pick([true, false]);
  let value: unknown = isList ? [] : {};
  for (let level = 0; level < deepLevels; level += 1) value = isList ? [value] : { fields: value };
  put(message, place.path, value);
  return { name: `${deepLevels} levels in ${place.path}`, message };
}
