import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { createStreamFollower } from "../../../../src/capture/stream/followStream.ts";
import { maxWaitingSegments } from "../../../../src/capture/stream/streamSide.ts";
import { tcpFlags } from "../../../../src/simulator/synthetic/frame.ts";
import { follow, toPacket, toTexts, type Segment } from "./streamCapture.ts";

const { syn, fin, ack, rst } = tcpFlags;
const build = (segments: readonly Segment[]) => toTexts(follow(segments).build());

/** A stream's bytes with gaps as `_`. */
function toText(texts: readonly string[], from: "a" | "b"): string {
  return texts
    .filter((text) => text.startsWith(from))
    .map((text) => text.slice(text.indexOf(":") + 1))
    .map((text) => (/^-\d+$/.test(text) ? "_".repeat(-Number(text)) : text))
    .join("");
}

describe("following TCP", () => {
  it("interleaves both directions as they become deliverable", () => {
    assert.deepEqual(
      build([
        { from: "a", sequence: 100, flags: syn },
        { from: "b", sequence: 500, flags: syn | ack, acknowledgment: 101 },
        { from: "a", sequence: 101, text: "hello", acknowledgment: 501 },
        { from: "b", sequence: 501, text: "world", acknowledgment: 106 },
        { from: "a", sequence: 106, text: "!", flags: fin | ack, acknowledgment: 506 },
        { from: "b", sequence: 506, flags: fin | ack, acknowledgment: 108 },
        { from: "a", sequence: 108, acknowledgment: 507 },
      ]),
      ["a3:hello", "b4:world", "a5:!"],
    );
  });

  it("drops what was sent again and trims what overlaps", () => {
    assert.deepEqual(
      build([
        { from: "a", sequence: 1, text: "abc" },
        { from: "a", sequence: 1, text: "abc" },
        { from: "a", sequence: 3, text: "cde" },
        { from: "a", sequence: 0, text: "xab" },
      ]),
      ["a1:abc", "a3:de"],
    );
  });

  it("puts early segments in their place", () => {
    assert.deepEqual(
      build([
        { from: "a", sequence: 0, flags: syn },
        { from: "a", sequence: 7, text: "ghi" },
        { from: "a", sequence: 4, text: "def" },
        { from: "b", sequence: 0, text: "x" },
        { from: "a", sequence: 1, text: "abc" },
      ]),
      ["b4:x", "a5:abc", "a3:def", "a2:ghi"],
    );
  });

  it("gives a gap at its place once the receiver has shown that it got the bytes", () => {
    const lost: readonly Segment[] = [
      { from: "a", sequence: 1, text: "abc" },
      { from: "b", sequence: 900, text: "one", acknowledgment: 4 },
      { from: "a", sequence: 9, text: "jkl" },
      { from: "b", sequence: 903, text: "two", acknowledgment: 12 },
      { from: "a", sequence: 12, text: "m" },
    ];
    assert.deepEqual(build(lost), ["a1:abc", "b2:one", "a3:-5", "a3:jkl", "b4:two", "a5:m"]);
    // Without acknowledgments nothing tells before the end.
    const untold = lost.map((segment) => ({ ...segment, flags: 0 }));
    assert.deepEqual(build(untold), ["a1:abc", "b2:one", "b4:two", "a3:-5", "a3:jkl", "a5:m"]);
  });

  it("gives a gap at once that was acknowledged before", () => {
    assert.deepEqual(
      build([
        { from: "a", sequence: 1, text: "abc" },
        { from: "b", sequence: 900, text: "x", acknowledgment: 9 },
        { from: "a", sequence: 9, text: "def" },
        { from: "b", sequence: 901, text: "y" },
      ]),
      ["a1:abc", "b2:x", "a3:-5", "a3:def", "b4:y"],
    );
  });

  it("gives what the snaplen cut away as a gap", () => {
    assert.deepEqual(
      build([
        { from: "a", sequence: 1, text: "abcdef", captured: 2 },
        { from: "a", sequence: 7, text: "ghi" },
        { from: "a", sequence: 5, text: "efghijkl", captured: 3 },
      ]),
      ["a1:ab", "a1:-4", "a2:ghi", "a3:-3"],
    );
  });

  it("gives what is missing at the end, but no byte for a FIN", () => {
    const begin: Segment = { from: "a", sequence: 1, text: "abc" };
    assert.deepEqual(build([begin, { from: "a", sequence: 8, flags: fin | ack }]), ["a1:abc", "a2:-4"]);
    assert.deepEqual(build([begin, { from: "b", sequence: 1, acknowledgment: 10 }]), ["a1:abc", "a2:-6"]);
    assert.deepEqual(build([begin, { from: "b", sequence: 1, acknowledgment: 5 }]), ["a1:abc"]);
    // Without the FIN its sender's next number leaves it open too.
    assert.deepEqual(build([begin, { from: "a", sequence: 5 }]), ["a1:abc"]);
    assert.deepEqual(build([begin, { from: "a", sequence: 6 }]), ["a1:abc", "a2:-2"]);
    const close: Segment = { from: "a", sequence: 4, flags: fin | ack };
    assert.deepEqual(build([begin, close, { from: "b", sequence: 1, acknowledgment: 5 }]), ["a1:abc"]);
  });

  it("goes on over the end of the sequence numbers", () => {
    const first = 2 ** 32 - 4;
    assert.deepEqual(
      build([
        { from: "a", sequence: first - 1, flags: syn },
        { from: "a", sequence: first + 6, text: "ghi" },
        { from: "a", sequence: first, text: "abcdef" },
        { from: "a", sequence: first, text: "abcdef" },
        { from: "a", sequence: first + 9, text: "j" },
      ]),
      ["a3:abcdef", "a2:ghi", "a5:j"],
    );
  });

  it("leaves keep-alives, resets' words and data of a SYN sent again", () => {
    assert.deepEqual(
      build([
        { from: "a", sequence: 100, flags: syn, text: "fast" },
        { from: "a", sequence: 100, flags: syn, text: "fast" },
        { from: "a", sequence: 104, text: "\0" },
        { from: "a", sequence: 105, text: "x" },
        { from: "a", sequence: 106, flags: rst, text: "go away" },
      ]),
      ["a1:fast", "a4:x"],
    );
    assert.deepEqual(
      build([
        { from: "a", sequence: 99 },
        { from: "a", sequence: 100, text: "idle before" },
      ]),
      ["a2:idle before"],
    );
  });

  it("begins anew with another connection of the same ends", () => {
    assert.deepEqual(
      build([
        { from: "a", sequence: 5_000, flags: syn },
        { from: "a", sequence: 5_001, text: "old" },
        { from: "a", sequence: 70, flags: syn },
        { from: "a", sequence: 71, text: "new" },
      ]),
      ["a2:old", "a4:new"],
    );
  });

  it("waits with so many segments and no more", () => {
    const follower = createStreamFollower("tcp");
    follower.add(toPacket({ from: "a", sequence: 0, text: "x" }, 0));
    for (let index = 1; index <= maxWaitingSegments + 1; index += 1) {
      follower.add(toPacket({ from: "a", sequence: 10 + index, text: "y" }, index));
    }
    follower.add(toPacket({ from: "b", sequence: 0, text: "later" }, maxWaitingSegments + 2));
    const texts = toTexts(follower.build());
    assert.deepEqual(texts.slice(0, 3), ["a1:x", "a2:-10", "a2:y"]);
    assert.equal(texts.at(-1), `b${maxWaitingSegments + 3}:later`);
  });

  it("keeps one early segment once, however often it comes", () => {
    const early = { from: "a", sequence: 7, text: "ghi" } as const;
    const segments = Array.from({ length: maxWaitingSegments + 2 }, () => early);
    const begin = { from: "a", sequence: 1, text: "abc" } as const;
    const middle = { from: "a", sequence: 4, text: "def" } as const;
    const texts = build([begin, ...segments, middle]);
    assert.deepEqual(texts, ["a1:abc", `a${segments.length + 2}:def`, "a2:ghi"]);
  });

  it("is cut at its limits", () => {
    const follower = createStreamFollower("tcp", { bytes: 10, pieces: 100 });
    follower.add(toPacket({ from: "a", sequence: 1, text: "12345678" }, 0));
    assert.equal(follower.isCut, false);
    follower.add(toPacket({ from: "b", sequence: 1, text: "abc" }, 1));
    assert.equal(follower.isCut, true);
    follower.add(toPacket({ from: "b", sequence: 1, text: "z" }, 2));
    assert.deepEqual(toTexts(follower.build()), ["a1:12345678"]);
    const many = createStreamFollower("udp", { bytes: 100, pieces: 2 });
    for (let index = 0; index < 3; index += 1)
      many.add(toPacket({ from: "a", sequence: 0, text: "d" }, index));
    assert.deepEqual([many.build().length, many.isCut], [2, true]);
  });

  it("keeps a copy of what it was given", () => {
    const packet = toPacket({ from: "a", sequence: 1, text: "abc" }, 0);
    const early = toPacket({ from: "a", sequence: 7, text: "ghi" }, 1);
    const follower = createStreamFollower("tcp");
    follower.add(packet);
    follower.add(early);
    packet.payload.fill(0);
    early.payload.fill(0);
    assert.deepEqual(toTexts(follower.build()), ["a1:abc", "a2:-3", "a2:ghi"]);
    assert.deepEqual(toTexts(follower.build()), ["a1:abc", "a2:-3", "a2:ghi"]);
  });

  it("always comes back to the bytes that were sent", () => {
    const text = Array.from({ length: 60 }, (_, index) => String.fromCharCode(97 + (index % 26))).join("");
    const range = fc.tuple(fc.nat(59), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(
        fc.array(range, { minLength: 1, maxLength: 40 }),
        fc.nat(0xffff_ffff),
        fc.boolean(),
        (ranges, first, isAcknowledged) => {
          const segments: Segment[] = [{ from: "a", sequence: first - 1, flags: syn }];
          const sent = new Array<boolean>(60).fill(false);
          for (const [start, length] of ranges) {
            segments.push({ from: "a", sequence: first + start, text: text.slice(start, start + length) });
            sent.fill(true, start, start + length);
            // A receiver acknowledges what it has without a hole.
            const next = sent.indexOf(false);
            const acknowledgment = first + (next < 0 ? 60 : next);
            if (isAcknowledged) segments.push({ from: "b", sequence: 1, acknowledgment });
          }
          const end = sent.lastIndexOf(true) + 1;
          const expected = Array.from({ length: end }, (_, index) => (sent[index] ? text[index] : "_")).join(
            "",
          );
          const texts = build(segments);
          assert.equal(toText(texts, "a"), expected);
          for (const piece of texts) assert.ok(Number(/^a(\d+)/.exec(piece)?.[1]) <= segments.length);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it("never throws and never gives more bytes than it took", () => {
    const packet = fc.record({
      number: fc.nat(100),
      relativeNanoseconds: fc.constant(Number.NaN),
      isFromA: fc.boolean(),
      sequence: fc.oneof(fc.nat(40), fc.nat(0xffff_ffff), fc.constant(0xffff_fff0)),
      flags: fc.nat(63),
      acknowledgment: fc.option(fc.oneof(fc.nat(60), fc.nat(0xffff_ffff)), { nil: undefined }),
      payload: fc.uint8Array({ maxLength: 12 }),
      payloadWireBytes: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 30 }), (packets) => {
        const follower = createStreamFollower("tcp");
        for (const one of packets) follower.add(one);
        const pieces = follower.build();
        const sum = (list: readonly Uint8Array[]) => list.reduce((total, { length }) => total + length, 0);
        assert.ok(sum(pieces.map(({ bytes }) => bytes)) <= sum(packets.map(({ payload }) => payload)));
        for (const { bytes, gapBytes } of pieces) {
          assert.equal(bytes.length > 0, gapBytes === 0);
          assert.ok(gapBytes >= 0 && gapBytes < 2 ** 32);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

describe("following UDP", () => {
  it("gives a piece a datagram, and a gap for what was cut", () => {
    const follower = createStreamFollower("udp");
    follower.add(toPacket({ from: "a", sequence: 0, text: "query" }, 0));
    follower.add(toPacket({ from: "b", sequence: 0 }, 1));
    follower.add(toPacket({ from: "b", sequence: 0, text: "answer", captured: 3 }, 2));
    follower.add(toPacket({ from: "a", sequence: 0, text: "query" }, 3));
    assert.deepEqual(toTexts(follower.build()), ["a1:query", "b3:ans", "b3:-3", "a4:query"]);
  });
});
