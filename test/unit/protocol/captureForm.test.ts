import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  captureFormStateSchema,
  maxFieldLength,
  maxTargets,
  toHostSchema,
  toPageSchema,
} from "../../../src/protocol/captureForm.ts";
import { textKeys } from "../../../src/protocol/captureFormTextKeys.ts";
import { tcpdumpFields, toFormInput } from "../../../src/task/tcpdump/formInput.ts";
import { presets } from "../../../src/task/tcpdump/presets.ts";
import { formRequests } from "./sampleRequests.ts";

const input = toFormInput(presets.https);
const targets = [{ accountId: "a", regionId: "cn-hangzhou", instanceId: "eci-1" }];
const texts = Object.fromEntries(textKeys.map((key) => [key, `words of ${key}`]));

const setup = {
  type: "setup" as const,
  targets,
  instances: [
    {
      ...{ name: "n", id: "eci-1", regionName: "r", accountName: "a", ip: "10.0.0.1" },
      ...{ isDemo: true, regionWithoutTcpdump: false },
    },
  ],
  leftOut: ["s"],
  presets: { own: [{ name: "mine", input }], lastUsed: input },
  input,
};

const told = [
  { type: "texts", texts },
  setup,
  { type: "presets", presets: { own: [] } },
  { type: "done", id: 1 },
  { type: "done", id: 1, value: "v" },
  { type: "failed", id: 1, message: "m", hasMore: false },
  { type: "failed", id: 1, message: "m", hasMore: true, needsKey: true },
  { type: "failed", id: 1, message: "m", retryAfterSeconds: 12, hasMore: true },
] as const;

function without(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([each]) => each !== key));
}

describe("the contract of the capture form", () => {
  it("allows each message as it is meant, and nothing less or more", () => {
    for (const [schema, messages] of [
      [toHostSchema, formRequests],
      [toPageSchema, told],
    ] as const) {
      for (const message of messages) {
        assert.deepEqual(schema.parse(message), message);
        assert.equal(schema.safeParse({ ...message, extra: 1 }).success, false, `extra in ${message.type}`);
        assert.equal(schema.safeParse({ ...message, type: "other" }).success, false);
      }
    }
    for (const request of formRequests)
      assert.equal(toHostSchema.safeParse(without(request, "id")).success, false, request.type);
  });

  it("holds every type of both directions in this test", () => {
    const typesOf = (options: readonly { readonly shape: { readonly type: { readonly def: unknown } } }[]) =>
      options.flatMap((option) => (option.shape.type.def as { values: string[] }).values);
    assert.deepEqual(
      new Set(typesOf(toHostSchema.def.options)),
      new Set(formRequests.map(({ type }) => type)),
    );
    assert.deepEqual(new Set(typesOf(toPageSchema.def.options)), new Set(told.map(({ type }) => type)));
  });

  it("wants every text and every field, each a text of bounded length", () => {
    for (const key of textKeys) {
      const message = { type: "texts", texts: without(texts, key) };
      assert.equal(toPageSchema.safeParse(message).success, false, key);
    }
    for (const field of tcpdumpFields) {
      const message = { type: "start", id: 1, input: without(input, field) };
      assert.equal(toHostSchema.safeParse(message).success, false, field);
      for (const bad of [null, 1, ["443"], "x".repeat(maxFieldLength + 1)])
        assert.equal(
          toHostSchema.safeParse({ type: "start", id: 1, input: { ...input, [field]: bad } }).success,
          false,
        );
    }
  });

  it("is for one instance at least, and for no more than the host takes", () => {
    const [target] = targets;
    for (const count of [0, 1, maxTargets, maxTargets + 1]) {
      const state = { targets: Array.from({ length: count }, () => target), input };
      assert.equal(captureFormStateSchema.safeParse(state).success, count >= 1 && count <= maxTargets);
    }
  });

  it("names each text once", () => {
    assert.equal(new Set(textKeys).size, textKeys.length);
  });

  it("carries whatever a person types through the page's state unchanged", () => {
    const typed = fc.string({ unit: "binary", maxLength: maxFieldLength });
    const anyInput = fc.record(Object.fromEntries(tcpdumpFields.map((field) => [field, typed])));
    fc.assert(
      fc.property(anyInput, (each) => {
        const text = JSON.stringify({ targets, input: each });
        assert.deepEqual(captureFormStateSchema.parse(JSON.parse(text)), JSON.parse(text));
      }),
    );
  });
});
