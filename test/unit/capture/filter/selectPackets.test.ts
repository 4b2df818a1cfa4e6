import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCaptureAnalysis } from "../../../../src/capture/analysis/createCaptureAnalysis.ts";
import { compileFilter } from "../../../../src/capture/filter/compileFilter.ts";
import { readsPackets } from "../../../../src/capture/filter/hasField.ts";
import { parseFilter } from "../../../../src/capture/filter/parseFilter.ts";
import { selectPackets } from "../../../../src/capture/filter/selectPackets.ts";
import type { NextPiece } from "../../../../src/capture/pieces.ts";
import { createRecordReader } from "../../../../src/capture/recordReader.ts";
import { forEachInput } from "./fieldSamples.ts";
import { buildFilterCapture } from "./filterCapture.ts";

const capture = buildFilterCapture(9);

function analyse(bytes: Uint8Array) {
  const analysis = createCaptureAnalysis();
  const reader = createRecordReader((record) => analysis.add(record));
  reader.push(bytes);
  return analysis;
}

function toPieces(lengthBytes: number): NextPiece {
  let at = 0;
  return () => {
    const piece = capture.subarray(at, at + lengthBytes);
    at += piece.length;
    return Promise.resolve(piece.length > 0 ? piece : undefined);
  };
}

/** Indexed and read, over conversations and over bytes. */
const expressions = [
  "", "frame.number > 10 and frame.len < 100", "tcp.analysis.flags or udp.stream < 3", "frame.time_relative in {0.02..0.05}", "tcp.stream in {2..9}",
  "tcp.port == 80 and tcp.len > 0", "tcp.seq == 1", "tcp.ack > 50 and tcp.stream != 4", "not udp.stream", "dns or http.response.code > 300",
]; // prettier-ignore

describe("selectPackets", () => {
  it("selects what the compiled filter lets through, in pieces of any length", async () => {
    const analysis = analyse(capture);
    for (const expression of expressions) {
      const test = compileFilter(parseFilter(expression));
      const expected: number[] = [];
      forEachInput(capture, (input) => {
        if (test(input)) expected.push(input.number);
      });
      assert.ok(expected.length > 0, expression);
      for (const lengthBytes of [1 << 20, 100, 1]) {
        const heard: number[] = [];
        const onSelected = (numbers: Uint32Array) => heard.push(...numbers);
        const selected = await selectPackets(parseFilter(expression), analysis, toPieces(lengthBytes), {
          onSelected,
        });
        assert.deepEqual([...selected], expected, `${expression} by ${lengthBytes}`);
        assert.deepEqual(heard, expected, expression);
      }
    }
  });

  it("tells what it has found after each piece", async () => {
    const chunks: Uint32Array[] = [];
    const onSelected = (numbers: Uint32Array) => chunks.push(numbers);
    await selectPackets(parseFilter("tcp"), analyse(capture), toPieces(5_000), { onSelected });
    assert.ok(chunks.length > 3);
    assert.ok(chunks.every((chunk) => chunk.length > 0));
  });

  it("reads no piece for what the index answers", async () => {
    const fail = () => Promise.reject(new Error("read"));
    const analysis = analyse(capture);
    const indexed =
      "frame.number < 90 and (tcp.stream == 1 or udp.stream == 1 or tcp.analysis.flags) or frame.len > 1 and frame.time_relative < 1";
    assert.equal(readsPackets(parseFilter(indexed)), false);
    assert.ok((await selectPackets(parseFilter(indexed), analysis, fail)).length > 0);
    for (const read of [
      "tcp",
      "tcp.seq == 1",
      "frame.number == 1 or not ip.src == 1.1.1.1",
      "frame.cap_len > 1",
    ]) {
      assert.equal(readsPackets(parseFilter(read)), true, read);
      await assert.rejects(selectPackets(parseFilter(read), analysis, fail), /read/u);
    }
  });

  it("ends before the next piece when it is told to", async () => {
    const controller = new AbortController();
    const next = toPieces(1_000);
    let pieces = 0;
    const nextPiece = () => {
      pieces += 1;
      if (pieces === 3) controller.abort(new Error("enough"));
      return next();
    };
    const { signal } = controller;
    await assert.rejects(
      selectPackets(parseFilter("tcp"), analyse(capture), nextPiece, { signal }),
      /enough/u,
    );
    assert.equal(pieces, 3);
    await assert.rejects(
      selectPackets(parseFilter("frame.len > 1"), analyse(capture), nextPiece, { signal }),
      /enough/u,
    );
  });

  it("goes no further than the analysis had gone", async () => {
    const half = analyse(capture.subarray(0, capture.length >> 1));
    const { count } = half.packets;
    assert.ok(count > 10);
    for (const expression of ["frame", "frame.number > 0", ""]) {
      const selected = await selectPackets(parseFilter(expression), half, toPieces(1 << 20));
      assert.equal(selected.length, count, expression);
    }
  });
});
