import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { before, describe, it } from "node:test";
import {
  makeObject,
  serveObject,
  startBed,
  type ServedObject,
} from "../../unit/task/download/objectServer.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { serveUntil, toFirstByte, type Cut } from "./cutServer.ts";
import { toOutcome } from "./downloadOutcome.ts";

const sizeMiB = toTries(64, 16);
const sizeBytes = sizeMiB << 20;
/** Two hundred offsets in all. */
const downloads = toTries(50, 4);
const cutsEach = 4;
/** More than a run tries without a new byte. */
const refusals = 4;

const toOffsets = (count: number) =>
  Array.from({ length: count }, () => randomInt(1, sizeBytes)).sort((one, other) => one - other);

/**
 * A download that is cut at offsets, in order, and goes on after each, in the same run or in a later one; gives the
 * bytes that were sent twice.
 */
async function resume(
  object: ServedObject,
  offsets: readonly number[],
  cut: Cut,
  isLater: boolean,
): Promise<number> {
  const left = [...offsets];
  let sentBytes = 0;
  let toRefuse = 0;
  await using bed = await startBed((request, response) => {
    if (toRefuse > 0) {
      toRefuse -= 1;
      request.socket.destroy();
      return;
    }
    const first = toFirstByte(request);
    const end = left.shift() ?? sizeBytes;
    sentBytes += end - first;
    if (end === sizeBytes) serveObject(object, request, response);
    else serveUntil(object, end, cut, request, response);
    if (isLater) toRefuse = refusals;
  });
  for (let run = 0; isLater && run < offsets.length; run += 1) {
    const { problem, names } = await toOutcome(bed.download());
    assert.equal(problem?.code, "network");
    assert.deepEqual(names, ["web.part", "web.part.json"]);
    toRefuse = 0;
  }
  const { file, names } = await toOutcome(bed.download());
  assert.deepEqual([names, left], [["web.pcap"], []]);
  assert.equal(file?.sha256, object.sha256);
  assert.ok((await readFile(file.path)).equals(object.bytes), "the file is not the object");
  return sentBytes - sizeBytes;
}

describe("D1: a connection that breaks at any offset", () => {
  let object: ServedObject;
  before(() => {
    object = makeObject(sizeBytes);
  });

  it("costs less than a hundredth of the bytes, in the same run and in a later one", async () => {
    const row = createCountedRow("D1", `cut at ${cutsEach} offsets of ${sizeMiB} MiB, each resumed`);
    for (let count = 0; count < downloads; count += 1) {
      const offsets = toOffsets(cutsEach);
      const cut = count % 4 < 2 ? "reset" : "end";
      const isLater = count % 2 === 1;
      await row.attempt(`${cut} at ${offsets.join(", ")}${isLater ? ", later runs" : ""}`, async () => {
        const twice = await resume(object, offsets, cut, isLater);
        assert.ok(twice >= 0 && twice < sizeBytes / 100, `${twice} bytes were sent twice`);
        return twice / 1024;
      });
    }
    row.end("KiB sent twice");
  });

  it("costs what lay in the system's queues when the reset comes at full speed", async () => {
    const row = createCountedRow("D1", "reset at once, at full speed");
    const tries = toTries(10, 1);
    for (let count = 0; count < tries; count += 1) {
      const offsets = toOffsets(1);
      await row.attempt(`at ${offsets.join()}`, async () => {
        const twice = await resume(object, offsets, "resetAtOnce", false);
        // Both queues of a loopback connection, at their largest.
        assert.ok(twice >= 0 && twice < 16 << 20, `${twice} bytes were sent twice`);
        return twice / 1024;
      });
    }
    row.end("KiB sent twice");
  });
});
