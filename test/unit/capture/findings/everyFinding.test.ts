import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createCaptureAnalysis } from "../../../../src/capture/analysis/createCaptureAnalysis.ts";
import { parseFilter } from "../../../../src/capture/filter/parseFilter.ts";
import { selectPackets } from "../../../../src/capture/filter/selectPackets.ts";
import { findingIds, type Finding } from "../../../../src/capture/findings/finding.ts";
import { createPcapWriter } from "../../../../src/capture/pcapWriter.ts";
import { createRecordReader } from "../../../../src/capture/recordReader.ts";
import { fillText } from "../../../../src/protocol/fillText.ts";
import { buildBytes } from "../../../../src/simulator/synthetic/bytes.ts";
import type { TimedFrame } from "../../../../src/simulator/synthetic/timedFrame.ts";
import "../../../../scripts/untranslated.ts";
import { buildScene } from "./everyFinding.ts";
import { findIn } from "./findIn.ts";

const { toFindingTexts } = await import("../../../../src/host/captures/findingTexts.ts");
const texts = toFindingTexts();
const inOrder = (frames: readonly TimedFrame[]) =>
  frames.toSorted((one, other) => one.timeNanoseconds - other.timeNanoseconds);

/** The numbers of the packets that a display filter selects. */
async function select(
  frames: readonly TimedFrame[],
  filter: string,
  snaplenBytes = 65_535,
): Promise<readonly number[]> {
  const writer = createPcapWriter({ linkType: 1, snaplenBytes, resolution: "nanoseconds" });
  const records = inOrder(frames).map(({ timeNanoseconds, bytes }) =>
    writer.buildRecord(
      { seconds: Math.floor(timeNanoseconds / 1e9), nanoseconds: timeNanoseconds % 1e9 },
      bytes,
    ),
  );
  const file = buildBytes(writer.header, ...records);
  const analysis = createCaptureAnalysis();
  const reader = createRecordReader((record) => analysis.add(record));
  reader.push(file);
  let rest: Uint8Array | undefined = file;
  const next = () => {
    const piece = rest;
    rest = undefined;
    return Promise.resolve(piece);
  };
  return [...(await selectPackets(parseFilter(filter), analysis, next))];
}

function assertReadable(finding: Finding): void {
  const values = Object.fromEntries(
    Object.entries({ ...finding.params, count: finding.count }).map(([name, value]) => [name, String(value)]),
  );
  for (const kind of ["finding", "findings", "next"] as const) {
    const text = fillText(texts[`${kind}.${finding.id}`], values);
    assert.doesNotMatch(text, /[{}]|undefined|NaN/u);
    assert.ok(text.length > 20, text);
  }
}

describe("each finding", () => {
  for (const id of findingIds) {
    it(`${id}: is found, alone, told in words, and shown by its filter`, async () => {
      const { frames, ...circumstances } = buildScene(id);
      const found = findIn(frames, circumstances);
      assert.deepEqual(
        found.map((finding) => finding.id),
        [id],
      );
      for (const finding of found) {
        assertReadable(finding);
        if (finding.filter === undefined) continue;
        const selected = await select(frames, finding.filter, circumstances.snaplenBytes);
        assert.deepEqual(
          finding.packets.filter((number) => !selected.includes(number)),
          [],
        );
        assert.ok(finding.packets.length > 0);
      }
    });
  }

  it("of many causes becomes one, in words and with a filter that shows all of them", async () => {
    for (const id of findingIds.slice(0, findingIds.indexOf("cutPackets"))) {
      const scenes = Array.from({ length: 30 }, (_, index) => buildScene(id, index));
      const frames = scenes.flatMap((scene) => scene.frames);
      const found = findIn(frames, scenes[0]);
      assert.deepEqual(
        found.map((finding) => finding.id),
        [id],
      );
      for (const finding of found) {
        assert.equal(finding.count, 30, id);
        assertReadable(finding);
        assert.ok(finding.filter !== undefined, id);
        const selected = await select(frames, finding.filter);
        assert.deepEqual(
          finding.packets.filter((number) => !selected.includes(number)),
          [],
          id,
        );
      }
    }
  });
});
