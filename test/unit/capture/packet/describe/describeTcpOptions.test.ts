import assert from "node:assert/strict";
import { it } from "node:test";
import { decodePacket } from "../../../../../src/capture/packet/decodePacket.ts";
import { toPacketLine } from "../../../../../src/capture/packet/toPacketLine.ts";
import { dissectBytes } from "../dissectBytes.ts";
import { ipv4, tcp } from "../frames.ts";

const unknown = { number: 1, marks: 0, stream: 0, baseSequence: undefined, baseAcknowledgment: 100 };

function describeOptions(options: readonly number[]) {
  const dissection = dissectBytes(101, ipv4(6, {}, tcp({ ports: [1, 2], options })));
  const fields = decodePacket(dissection, unknown)[2]!.fields;
  const shown = fields.find(({ name }) => name === "tcp.options")?.fields ?? [];
  return { values: shown.map(({ value }) => value), shown, info: toPacketLine(dissection, unknown).info };
}

it("says which options have a length that cannot be, and shows no values of them", () => {
  const wrong: readonly (readonly [string, readonly number[]])[] = [
    ["Maximum segment size", [2, 3, 5, 1]],
    ["Window scale", [3, 4, 7, 1]],
    ["SACK permitted", [4, 3, 0, 1]],
    ["SACK", [5, 6, 0, 0, 0, 1, 1, 1]],
    ["SACK", [5, 12, 0, 0, 0, 1, 0, 0, 0, 2, 1, 1]],
    ["Timestamps", [8, 9, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1]],
    ["MD5 signature", [19, 0, 1, 1]],
    ["Fast Open Cookie", [34, 5, 1, 1]],
  ];
  for (const [name, options] of wrong) {
    const { values, shown, info } = describeOptions(options);
    assert.equal(values[0], `${name}, its length is wrong`);
    assert.deepEqual(
      shown[0]?.fields?.map(({ label }) => label),
      ["Kind", "Length"],
    );
    assert.match(info, /Len=0$/u);
  }
});

it("counts the edges of SACK blocks from the other side's first number", () => {
  const { shown, info } = describeOptions([1, 1, 5, 10, 0, 0, 0, 200, 0, 0, 1, 0]);
  assert.deepEqual(
    shown[2]?.fields?.map(({ value }) => value),
    ["5", "10", "100", "156"],
  );
  assert.match(info, /SLE=100 SRE=156$/u);
});

it("takes a window scale over 14 as 14 (RFC 7323 section 2.3)", () => {
  assert.match(describeOptions([3, 3, 200, 0]).info, /WS=16384$/u);
});

it("ends the options at kind 0", () => {
  assert.deepEqual(describeOptions([1, 0, 2, 4]).values, ["No-Operation (NOP)", "End of Option List (EOL)"]);
});
