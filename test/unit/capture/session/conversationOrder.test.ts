import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Conversation, ConversationTable } from "../../../../src/capture/analysis/conversation.ts";
import { buildConversationOrder } from "../../../../src/capture/session/conversationOrder.ts";

const none = {
  packets: 0,
  bytes: 0,
  tcpFlags: 0,
  retransmissions: 0,
  duplicateAcks: 0,
  zeroWindows: 0,
  resets: 0,
};

function toTable(rows: readonly Partial<Conversation>[]): ConversationTable {
  const read = (id: number): Conversation => ({
    id,
    protocol: "tcp",
    stream: id,
    a: { address: "10.0.0.1", port: 1 },
    b: { address: "10.0.0.2", port: 2 },
    aToB: none,
    bToA: none,
    firstNanoseconds: 0,
    lastNanoseconds: 0,
    handshakeNanoseconds: undefined,
    firstAnswerNanoseconds: undefined,
    ...rows[id],
  });
  return {
    count: rows.length,
    sizeBytes: 0,
    read,
    idOfStream: () => -1,
    streamOf: (id) => id,
    protocolOf: (id) => read(id).protocol,
    baseSequenceOf: () => undefined,
  };
}

const sort = (
  rows: readonly Partial<Conversation>[],
  ...how: ["a" | "first" | "problems" | "protocol", boolean]
) => [...buildConversationOrder(toTable(rows), ...how)];

describe("the order of conversations", () => {
  it("sorts addresses by their bytes, not their text, and then by port", () => {
    const addresses = [
      "10.0.0.9",
      "10.0.0.10",
      "9.255.0.1",
      "::1",
      "2001:db8::2",
      "2001:db8::10",
      "255.255.255.255",
      "fe80::",
    ];
    const rows = addresses.map((address) => ({ a: { address, port: 80 } }));
    const ports = [{ a: { address: "10.0.0.9", port: 79 } }];
    const all = [...rows, ...ports];
    const sorted = [
      "9.255.0.1",
      "10.0.0.9",
      "10.0.0.9",
      "10.0.0.10",
      "255.255.255.255",
      "::1",
      "2001:db8::2",
      "2001:db8::10",
      "fe80::",
    ];
    const order = sort(all, "a", false);
    assert.deepEqual(
      order.map((id) => all[id]?.a.address),
      sorted,
    );
    assert.deepEqual(order.slice(1, 3), [8, 0]);
    assert.deepEqual(
      sort(all, "a", true).map((id) => all[id]?.a.address),
      sorted.toReversed(),
    );
  });

  it("keeps what is equal in the order of appearance, both ways", () => {
    const rows = [
      {},
      { aToB: { ...none, resets: 2 } },
      {},
      { bToA: { ...none, zeroWindows: 1, retransmissions: 1 } },
    ];
    assert.deepEqual(sort(rows, "problems", true), [1, 3, 0, 2]);
    assert.deepEqual(sort(rows, "problems", false), [0, 2, 1, 3]);
  });

  it("has a place for what has no time", () => {
    const rows = [5, NaN, 3, NaN, 4].map((firstNanoseconds) => ({ firstNanoseconds }));
    assert.deepEqual(sort(rows, "first", false), [1, 3, 2, 4, 0]);
    assert.deepEqual(sort(rows, "first", true), [0, 4, 2, 1, 3]);
  });

  it("sorts protocols by name and then by stream", () => {
    const rows: Partial<Conversation>[] = [
      { protocol: "udp", stream: 0 },
      { protocol: "tcp", stream: 1 },
      { protocol: "tcp", stream: 0 },
      { protocol: "icmp", stream: 0 },
    ];
    assert.deepEqual(sort(rows, "protocol", false), [3, 2, 1, 0]);
  });
});
