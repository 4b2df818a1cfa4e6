import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toHostSchema, toPageSchema } from "../../../src/protocol/captureForm.ts";
import { buildMessageGate } from "../../../src/protocol/messageGate.ts";

describe("buildMessageGate", () => {
  it("passes what the contract allows and counts what it drops", () => {
    const gate = buildMessageGate(toHostSchema);
    assert.deepEqual(gate.pass({ type: "ready", id: 1 }), { type: "ready", id: 1 });
    assert.equal(gate.droppedCount(), 0);
    assert.equal(gate.pass({ type: "ready" }), undefined);
    assert.equal(gate.pass({ type: "unheardOf", id: 2 }), undefined);
    assert.equal(gate.pass(null), undefined);
    assert.equal(gate.droppedCount(), 3);
  });

  it("never throws, and drops everything that is not a message, in both directions", () => {
    const gates = [buildMessageGate(toHostSchema), buildMessageGate(toPageSchema)];
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (data) => {
        for (const gate of gates) assert.equal(gate.pass(data), undefined);
      }),
    );
  });
});
