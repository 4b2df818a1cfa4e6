import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  answerSchemas,
  captureViewStateSchema,
  fromViewSchema,
  maxFilterLength,
  maxRangeCount,
  toViewSchema,
} from "../../../src/protocol/captureView.ts";
import { captureViewTextKeys } from "../../../src/protocol/captureViewTextKeys.ts";
import { toSampleCapture, toSamplePacket, toSampleRow } from "../../e2e/sampleCapture.ts";
import { viewRequests } from "./sampleRequests.ts";

const { overview, conversations, parts } = toSampleCapture(100);
const texts = Object.fromEntries(captureViewTextKeys.map((key) => [key, `words of ${key}`]));
const [conversation] = conversations;

const told = [
  { type: "texts", texts },
  { type: "opened", fileName: "a.pcap", sizeBytes: 24 },
  { type: "renamed" },
  { type: "progress", readBytes: 12, sizeBytes: 24, isDone: false, packets: 1 },
  { type: "progress", readBytes: 24, sizeBytes: 24, isDone: true, packets: 100, overview },
  { type: "matched", filterId: 1, matched: 3, isDone: true },
  { type: "changed", what: "readAgain" },
  { type: "changed", what: "gone" },
  { type: "refused", message: "m", next: "n" },
  { type: "done", id: 1, value: null },
  { type: "failed", id: 1, message: "m" },
] as const;

const answers = {
  ready: null,
  rows: { filterId: 0, from: 0, rows: [toSampleRow(1), toSampleRow(2)] },
  packet: toSamplePacket(1),
  filter: { filterId: 1 },
  place: { row: null },
  names: { names: [{ name: "web", title: "web (10.0.0.1)" }, null] },
  conversations: { total: 1, from: 0, conversations: [conversation] },
  stream: {
    ...{ protocol: "tcp", stream: 0, a: conversation?.a, b: conversation?.b },
    ...{ total: parts.length, isCut: false, from: 0, parts: parts.slice(0, 2) },
  },
  export: "a.pcap",
  copy: null,
  reload: null,
  ping: null,
};

const isTaken = (schema: { safeParse: (data: unknown) => { success: boolean } }, data: unknown) =>
  schema.safeParse(data).success;

describe("the contract of the capture's page", () => {
  it("takes every message of both directions, and every answer", () => {
    for (const request of viewRequests) assert.deepEqual(fromViewSchema.parse(request), request);
    for (const message of told) assert.deepEqual(toViewSchema.parse(message), message);
    for (const [type, schema] of Object.entries(answerSchemas)) {
      const answer = answers[type as keyof typeof answers];
      assert.deepEqual(schema.parse(answer), answer, type);
    }
  });

  it("takes none of them with a property more or a property less", () => {
    for (const [schema, messages] of [
      [fromViewSchema, viewRequests],
      [toViewSchema, told],
    ] as const) {
      for (const message of messages) {
        assert.ok(!isTaken(schema, { ...message, more: 1 }), `${message.type} with more`);
        for (const name of Object.keys(message)) {
          // What answers mean is for the answer's own schema; an overview comes only now and then.
          if (name === "value" || name === "overview") continue;
          const less = Object.fromEntries(Object.entries(message).filter(([key]) => key !== name));
          assert.ok(!isTaken(schema, less), `${message.type} without ${name}`);
        }
      }
    }
  });

  it("takes no range, filter, number or answer that is too large or too small", () => {
    const wrong = [
      { type: "rows", id: 1, from: 0, count: maxRangeCount + 1 },
      { type: "rows", id: 1, from: -1, count: 1 },
      { type: "rows", id: 0, from: 0, count: 1 },
      { type: "packet", id: 1, number: 0 },
      { type: "place", id: 1, number: 1.5 },
      { type: "filter", id: 1, expression: "x".repeat(maxFilterLength + 1) },
      { type: "copy", id: 1, text: "x".repeat(1_000_001) },
      { type: "export", id: 1, format: "csv", isShare: false },
    ];
    for (const request of wrong)
      assert.ok(!isTaken(fromViewSchema, request), JSON.stringify(request).slice(0, 80));
    const rows = Array.from({ length: maxRangeCount + 1 }, (_, index) => toSampleRow(index + 1));
    assert.ok(!isTaken(answerSchemas.rows, { filterId: 0, from: 0, rows }));
    assert.ok(!isTaken(answerSchemas.packet, { ...toSamplePacket(1), bytes: [1, 2, 3] }));
  });

  it("keeps a state that the page can take up again, and no other", () => {
    const state = {
      filter: "tcp",
      history: ["tcp", "dns"],
      selected: 12,
      timeFormat: "delta",
      showNames: false,
    };
    assert.deepEqual(captureViewStateSchema.parse(state), state);
    assert.ok(isTaken(captureViewStateSchema, { ...state, selected: null }));
    for (const change of [{ selected: 0 }, { timeFormat: "local" }, { history: Array(21).fill("tcp") }])
      assert.ok(
        !isTaken(captureViewStateSchema, { ...state, ...change }),
        JSON.stringify(change).slice(0, 60),
      );
  });

  it("has a text for every key once", () => {
    assert.equal(new Set(captureViewTextKeys).size, captureViewTextKeys.length);
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), (data) => {
        for (const schema of [fromViewSchema, toViewSchema, captureViewStateSchema])
          assert.ok(!isTaken(schema, data));
      }),
    );
  });
});
