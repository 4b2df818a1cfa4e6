import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ReadAhead } from "../../../../src/task/download/readAhead.ts";

function toBody(pieces: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
}

describe("a body that is read ahead", () => {
  it("frees what was taken, and nothing that is a part of more", async () => {
    const whole = Uint8Array.of(1, 2, 3);
    const around = Uint8Array.of(0, 4, 5, 0);
    const body = new ReadAhead(toBody([whole, around.subarray(1, 3)]));
    assert.deepEqual([...(await body.peek(64))], [1, 2, 3, 4, 5]);
    const taken = await body.next();
    assert.deepEqual(
      taken?.map((piece) => [...piece]),
      [
        [1, 2, 3],
        [4, 5],
      ],
    );
    assert.equal(await body.next(), undefined);
    assert.equal(whole.byteLength, 0);
    assert.deepEqual([...around], [0, 4, 5, 0]);
  });
});
