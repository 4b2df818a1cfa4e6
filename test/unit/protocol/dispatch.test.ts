import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dispatch, type Handlers } from "../../../src/protocol/dispatch.ts";

type Message =
  { readonly type: "add"; readonly left: number } | { readonly type: "name"; readonly text: string };

describe("dispatch", () => {
  const handlers: Handlers<Message, string> = {
    add: ({ left }) => `${left + 1}`,
    name: ({ text }) => text.toUpperCase(),
  };

  it("gives each message to the handler of its type", () => {
    assert.equal(dispatch<Message, string>(handlers, { type: "add", left: 1 }), "2");
    assert.equal(dispatch<Message, string>(handlers, { type: "name", text: "eth0" }), "ETH0");
  });

  it("does not compile with a handler missing", () => {
    // @ts-expect-error -- `name` has no handler.
    const incomplete: Handlers<Message, string> = { add: () => "" };
    assert.equal(Object.keys(incomplete).length, 1);
  });
});
