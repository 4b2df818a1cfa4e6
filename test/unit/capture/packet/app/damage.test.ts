import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { describeApplication } from "../../../../../src/capture/packet/app/describeApplication.ts";
import { readApplication } from "../../../../../src/capture/packet/app/readApplication.ts";
import { recogniseApplication } from "../../../../../src/capture/packet/app/recogniseApplication.ts";
import { toApplicationLine } from "../../../../../src/capture/packet/app/toApplicationLine.ts";
import { maxFieldText } from "../../../../../src/capture/packet/decodedPacket.ts";
import { allMessages } from "./exchange.ts";
import { fieldsOf } from "./fieldsOf.ts";
import { buildFrame, dissectFrame, toPadded, type Message } from "./packetFile.ts";

const forbidden = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

/** One of the messages, with some bytes changed, cut or repeated; or anything at all on its ports. */
const odd: fc.Arbitrary<Message> = fc
  .record({
    message: fc.constantFrom(...allMessages),
    edits: fc.array(fc.tuple(fc.nat(400), fc.constantFrom(0, 1, 0x0a, 0x0d, 0x20, 0x7f, 0x80, 0xc0, 0xff)), {
      maxLength: 6,
    }),
    cut: fc.option(fc.nat(200)),
    tail: fc.option(fc.uint8Array({ maxLength: 60 })),
    anything: fc.option(fc.uint8Array({ maxLength: 120 }), { freq: 8 }),
  })
  .map(({ message, edits, cut, tail, anything }) => {
    const bytes = Uint8Array.from(anything ?? message.payload);
    for (const [at, value] of edits) if (bytes.length > 0) bytes[at % bytes.length] = value;
    const kept = bytes.subarray(0, cut === null ? bytes.length : Math.max(1, cut % (bytes.length + 1)));
    return { ...message, payload: new Uint8Array([...kept, ...(tail ?? [])]) };
  });

describe("damaged application data", () => {
  it("never throws, stays inside of the packet and is bounded", () => {
    fc.assert(
      fc.property(odd, (message) => {
        const frame = buildFrame(message);
        const dissection = dissectFrame(frame);
        const line = toApplicationLine(dissection);
        assert.ok((line?.info.length ?? 0) <= maxFieldText);
        assert.doesNotMatch(line?.info ?? "", forbidden);
        const layer = describeApplication(dissection);
        if (layer === undefined) return;
        for (const field of fieldsOf(layer.fields)) {
          assert.ok(
            field.start >= layer.start && field.end >= field.start && field.end <= layer.end,
            `${field.name} ${field.start} to ${field.end} of ${layer.start} to ${layer.end}`,
          );
          assert.ok(field.value.length <= maxFieldText);
          assert.doesNotMatch(field.value, forbidden);
          assert.doesNotMatch(field.label, forbidden);
        }
      }),
      { numRuns: 4_000 },
    );
  });

  it("reads nothing before or behind the payload", () => {
    fc.assert(
      fc.property(odd, ({ payload, from, to, isTcp = true }) => {
        const padded = toPadded(payload, 3, 300);
        const code = recogniseApplication(payload, 0, payload.length, from, to, isTcp);
        assert.equal(recogniseApplication(padded, 3, 3 + payload.length, from, to, isTcp), code);
        if (payload.length === 0) return;
        // The same packet at the end of its array and in front of other bytes.
        const frame = buildFrame({ payload, from, to, isTcp });
        const alone = dissectFrame(frame);
        const among = dissectFrame(frame);
        among.bytes = toPadded(frame, 0, 300);
        among.view = new DataView(among.bytes.buffer);
        assert.deepEqual(readApplication(among), readApplication(alone));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is quick with names that point at one another and with many small values", () => {
    const pointers = new Uint8Array(60_000).fill(0xc0);
    pointers.set([0, 1, 0x81, 0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    const values = new TextEncoder().encode("*99999\r\n".repeat(4) + ":1\r\n".repeat(15_000));
    const records = new Uint8Array(65_000);
    for (let at = 0; at + 6 <= records.length; at += 6) records.set([23, 3, 3, 0, 1, 0], at);
    const hello = new TextEncoder().encode(`GET / HTTP/1.1\r\n${"a:b\r\n".repeat(10_000)}`);
    const before = performance.now();
    for (const message of [
      { payload: pointers, from: 53, to: 40_000, isTcp: false },
      { payload: values, from: 40_000, to: 6379 },
      { payload: records, from: 40_000, to: 443 },
      { payload: hello, from: 40_000, to: 80 },
    ]) {
      const dissection = dissectFrame(buildFrame(message));
      const layer = describeApplication(dissection);
      assert.ok(layer !== undefined, `${message.to}`);
      assert.ok(fieldsOf(layer.fields).length < 6_000);
    }
    assert.ok(performance.now() - before < 1_000);
  });
});
