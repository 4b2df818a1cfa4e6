import type {
  BytesTest,
  FieldReader,
  FilterField,
  FilterInput,
  NumberTest,
  TimeTest,
} from "./filterField.ts";
import type { FilterNode } from "./filterNode.ts";
import { toBytesTest, toNumberTest, toTimeTest } from "./valueTests.ts";

/** Whether a filter lets a packet through; never throws. */
export type PacketTest = (packet: FilterInput) => boolean;

type Test<Args extends readonly unknown[]> = (...args: Args) => boolean;

/** Makes a test for packets out of an expression: closures that allocate nothing for the fields of headers. */
export function compileFilter(node: FilterNode): PacketTest {
  switch (node.kind) {
    case "all":
      return () => true;
    case "not":
      return negate(compileFilter(node.operand));
    case "and":
      return joinAll(node.operands.map(compileFilter));
    case "or":
      return joinAny(node.operands.map(compileFilter));
    case "present":
      return compilePresence(node.field);
    case "number": {
      const test: NumberTest = toAlternatives(node.alternatives, toNumberTest);
      return compileValues(node.field.read, node.quantifier, test);
    }
    case "time": {
      const test: TimeTest = toAlternatives(node.alternatives, toTimeTest);
      return compileValues(node.field.read, node.quantifier, test);
    }
    case "bytes": {
      const test: BytesTest = toAlternatives(node.alternatives, toBytesTest);
      return compileValues(node.field.read, node.quantifier, test);
    }
  }
}

function compilePresence(field: FilterField): PacketTest {
  if (field.shape === "label") return field.isPresent;
  if (field.shape === "number") return (packet) => field.read(packet, isAnything);
  if (field.shape === "time") return (packet) => field.read(packet, isAnything);
  return (packet) => field.read(packet, isAnything);
}

function compileValues<Args extends readonly unknown[]>(
  read: FieldReader<Test<Args>>,
  quantifier: "some" | "every",
  test: Test<Args>,
): PacketTest {
  if (quantifier === "some") return (packet) => read(packet, test);
  const fails = negate(test);
  return (packet) => read(packet, isAnything) && !read(packet, fails);
}

function toAlternatives<Condition, Args extends readonly unknown[]>(
  alternatives: readonly (readonly Condition[])[],
  toTest: (condition: Condition) => Test<Args>,
): Test<Args> {
  return joinAny(alternatives.map((together) => joinAll(together.map(toTest))));
}

/** Halves a list over and over, so that the closures are nested no deeper than the logarithm of their number. */
function join<Args extends readonly unknown[]>(
  tests: readonly Test<Args>[],
  joinTwo: (first: Test<Args>, second: Test<Args>) => Test<Args>,
): Test<Args> {
  const [only] = tests;
  if (tests.length < 2) return only ?? isAnything;
  const half = tests.length >> 1;
  return joinTwo(join(tests.slice(0, half), joinTwo), join(tests.slice(half), joinTwo));
}

function joinAny<Args extends readonly unknown[]>(tests: readonly Test<Args>[]): Test<Args> {
  return join(
    tests,
    (first, second) =>
      (...args) =>
        first(...args) || second(...args),
  );
}

function joinAll<Args extends readonly unknown[]>(tests: readonly Test<Args>[]): Test<Args> {
  return join(
    tests,
    (first, second) =>
      (...args) =>
        first(...args) && second(...args),
  );
}

function negate<Args extends readonly unknown[]>(test: Test<Args>): Test<Args> {
  return (...args) => !test(...args);
}

function isAnything(): boolean {
  return true;
}
