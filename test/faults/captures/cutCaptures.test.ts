import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { createFaultRow } from "../faultRow.ts";
import { pickSome } from "../tries.ts";
import { toCaptureTry, type HostileCapture } from "./checkCapture.ts";
import { knownCaptures } from "./builtCaptures.ts";
import type { Expectation } from "./checkReport.ts";
import { findWhole, type KnownCapture } from "./knownCapture.ts";

type Cut = { readonly capture: KnownCapture; readonly length: number };

/** How much a format's first bytes must be to be told from anything else. */
const knownBytes = { pcap: 4, pcapng: 12 } as const;
/** One in so many is opened in a session too: every length of a record in turn, as it is no multiple of them. */
const sessionShare = 11;
/** Of gzip: its header, and the header of a block that is not compressed. */
const storedStart = 15;

const cuts: readonly Cut[] = knownCaptures.flatMap((capture) =>
  Array.from({ length: capture.bytes.length + 1 }, (_, length) => ({ capture, length })),
);

function toExpectation({ capture, length }: Cut): Expectation {
  const whole = findWhole(capture, length);
  if (whole === undefined) {
    const isKnown = length >= knownBytes[capture.format];
    return { kind: "refused", code: length === 0 ? "empty" : isKnown ? "truncatedHeader" : "unknownFormat" };
  }
  const { offset, packets, capturedBytes } = whole;
  const damage = offset === length ? null : ({ offset, reason: "truncated" } as const);
  return { kind: "exact", packets, capturedBytes, damage };
}

function toCapture(cut: Cut): HostileCapture {
  const bytes = cut.capture.bytes.subarray(0, cut.length);
  return {
    name: `${cut.capture.name} cut at ${cut.length}`,
    bytes,
    plain: bytes,
    expected: toExpectation(cut),
  };
}

/** A gzip file that is cut: without compression, so that it is known what stands in it. */
function toGzipCapture({ capture, length }: Cut, packed: Uint8Array): HostileCapture {
  const bytes = packed.subarray(0, length + storedStart);
  const plain = capture.bytes.subarray(0, length);
  const whole = findWhole(capture, length);
  const expected: Expectation = whole
    ? {
        kind: "exact",
        packets: whole.packets,
        capturedBytes: whole.capturedBytes,
        damage: { offset: whole.offset, reason: "badGzip" },
      }
    : { kind: "anything" };
  return { name: `${capture.name} in gzip, cut at ${length}`, bytes, plain, expected };
}

describe("F1: captures that are cut", () => {
  it("show every packet before the cut, and where the cut one begins", async () => {
    const row = createFaultRow("F1", "captures cut at every byte");
    for (const [index, cut] of pickSome(cuts, 200).entries()) {
      await row.attempt(toCaptureTry(toCapture(cut), index, index % sessionShare === 0));
    }
    row.end();
  });

  it("show every packet that can be decompressed", async () => {
    const row = createFaultRow("F1", "gzip cut");
    const lengths = cuts.filter((_, index) => index % 23 === 0);
    const packed = new Map(
      knownCaptures.map((capture) => [capture, new Uint8Array(gzipSync(capture.bytes, { level: 0 }))]),
    );
    for (const [index, cut] of pickSome(lengths, 40).entries()) {
      const capture = toGzipCapture(cut, packed.get(cut.capture)!);
      await row.attempt(toCaptureTry(capture, index, index % sessionShare === 0));
    }
    row.end();
  });
});
