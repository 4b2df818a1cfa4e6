import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createCaptureAnalysis } from "../../../../src/capture/analysis/createCaptureAnalysis.ts";
import { parseFilter } from "../../../../src/capture/filter/parseFilter.ts";
import { selectPackets } from "../../../../src/capture/filter/selectPackets.ts";
import { createRecordReader } from "../../../../src/capture/recordReader.ts";
import { createRandom } from "../../../../src/simulator/synthetic/random.ts";
import { readFieldSamples } from "./fieldSamples.ts";
import { buildFilterCapture } from "./filterCapture.ts";
import { buildRandomExpression } from "./randomExpression.ts";
import { selectWithTshark } from "./tsharkSelection.ts";

/** An expression by which we select other packets than tshark. */
type Difference = { readonly expression: string; readonly ours: unknown; readonly tsharks: unknown };

/** Selects packets of a generated capture by so many generated expressions, with our filters and with tshark; the same ones for the same seed. */
export async function compareWithTshark(count: number, seed: number) {
  const capture = buildFilterCapture(seed);
  const samples = readFieldSamples(capture);
  const random = createRandom(seed);
  const expressions = Array.from({ length: count }, () => buildRandomExpression(random, samples));
  return compareExpressions(capture, expressions);
}

/** Likewise with given expressions. */
export async function compareExpressions(capture: Uint8Array, expressions: readonly string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), "eci-filter-"));
  try {
    const file = path.join(folder, "filter.pcap");
    writeFileSync(file, capture);
    const tsharks = await selectWithTshark(file, expressions);
    const differences: Difference[] = [];
    for (const expression of expressions) {
      const ours = await selectOurs(capture, expression);
      const expected = tsharks.get(expression);
      if (JSON.stringify(ours) !== JSON.stringify(expected)) {
        differences.push({ expression, ours, tsharks: expected });
      }
    }
    const selecting = [...tsharks.values()].filter(
      (numbers) => typeof numbers !== "string" && numbers.length > 0,
    );
    return { differences, selecting: selecting.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function selectOurs(capture: Uint8Array, expression: string): Promise<readonly number[] | string> {
  const analysis = createCaptureAnalysis();
  const reader = createRecordReader((record) => analysis.add(record));
  reader.push(capture);
  reader.end();
  const pieces = [capture];
  try {
    const nextPiece = () => Promise.resolve(pieces.shift());
    return [...(await selectPackets(parseFilter(expression), analysis, nextPiece))];
  } catch (error) {
    return String(error);
  }
}
