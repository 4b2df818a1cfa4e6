import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { detailsToHostSchema, detailsToPageSchema } from "../../../src/protocol/instanceDetails.ts";
import { detailTextKeys } from "../../../src/protocol/instanceDetailsTextKeys.ts";
import { detailsStateSchema } from "../../../src/protocol/instanceDetailsState.ts";
import { detailSamples } from "../../e2e/detailsPage.ts";

const requests = [
  { type: "ready", id: 1, range: 300 },
  { type: "range", id: 2, range: 86_400 },
  { type: "refresh", id: 3 },
  { type: "showLog", id: 4, containerName: "app", isPrevious: true },
  { type: "act", id: 5, what: "coreDump" },
  { type: "explain", id: 6, part: "metrics" },
  { type: "ping", id: 7 },
] as const;

const told = [
  { type: "texts", texts: Object.fromEntries(detailTextKeys.map((key) => [key, key])) },
  ...Object.values(detailSamples),
  { type: "partFailed", part: "events", message: "no" },
  { type: "done", id: 1 },
  { type: "failed", id: 2, message: "no" },
] as const;

describe("the contract of the details page", () => {
  it("allows each message as it is meant, and nothing less or more", () => {
    for (const [schema, messages] of [
      [detailsToHostSchema, requests],
      [detailsToPageSchema, told],
    ] as const)
      for (const message of messages) {
        assert.deepEqual(schema.parse(message), message);
        assert.equal(schema.safeParse({ ...message, extra: 1 }).success, false, message.type);
        for (const key of Object.keys(message)) {
          const less = Object.fromEntries(Object.entries(message).filter(([each]) => each !== key));
          assert.equal(schema.safeParse(less).success, false, `${message.type} without ${key}`);
        }
      }
    assert.equal(detailsToHostSchema.safeParse({ type: "range", id: 1, range: 7 }).success, false);
    assert.equal(detailsToHostSchema.safeParse({ type: "act", id: 1, what: "delete" }).success, false);
  });

  it("holds every type of both directions in this test", () => {
    const typesOf = (schema: typeof detailsToHostSchema | typeof detailsToPageSchema) =>
      schema.def.options.flatMap((option) => option.shape.type.def.values as readonly string[]);
    assert.deepEqual(new Set(typesOf(detailsToHostSchema)), new Set(requests.map(({ type }) => type)));
    assert.deepEqual(new Set(typesOf(detailsToPageSchema)), new Set(told.map(({ type }) => type)));
  });

  it("keeps which instance and which range, and nothing else", () => {
    const target = { accountId: "a", regionId: "r", instanceId: "i" };
    assert.deepEqual(detailsStateSchema.parse({ target, range: 300 }), { target, range: 300 });
    assert.equal(detailsStateSchema.safeParse({ target, range: 300, instance: {} }).success, false);
  });
});
