import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { CaptureSummary } from "../../../../src/capture/captureSummary.ts";
import { readCaptureSummary } from "../../../../src/capture/readCaptureSummary.ts";
import type { CaptureEngine, CaptureRequest } from "../../../../src/simulator/engine.ts";
import { toMemorySource } from "../../capture/memorySource.ts";
import { buildCaptureRequest } from "./captureRequest.ts";

/** Runs a capture of an engine to its end; its file is whole, and as long as the engine says. */
export async function runCapture(
  engine: CaptureEngine,
  folder: string,
  changes: Partial<CaptureRequest>,
): Promise<{ readonly file: string; readonly bytes: Uint8Array; readonly summary: CaptureSummary }> {
  const { path: file, sizeBytes } = await engine.start(buildCaptureRequest(changes), folder).finished;
  const bytes = readFileSync(file);
  assert.equal(sizeBytes, bytes.length);
  const summary = await readCaptureSummary(toMemorySource(bytes));
  assert.equal(summary.damage, null);
  return { file, bytes, summary };
}
