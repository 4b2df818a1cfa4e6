import assert from "node:assert/strict";
import { CaptureError, type CaptureErrorCode } from "../../../src/capture/captureError.ts";
import type { Damage } from "../../../src/capture/captureSummary.ts";
import type { CaptureReport } from "../../../src/capture/session/captureReport.ts";
import { readCaptureReport } from "../../../src/capture/session/readCaptureReport.ts";
import { toMemorySource } from "../../unit/capture/memorySource.ts";

/** What must come out of a file. */
export type Expectation =
  /** It holds exactly so much. */
  | {
      readonly kind: "exact";
      readonly packets: number;
      readonly capturedBytes: number;
      readonly damage: Damage | null;
    }
  /** It is refused, for this reason. */
  | { readonly kind: "refused"; readonly code: CaptureErrorCode }
  /** So much of it is untouched and must be there; from this offset on anything may be. */
  | { readonly kind: "atLeast"; readonly packets: number; readonly offset: number }
  /** Not even its header is as it was: it may be refused. */
  | { readonly kind: "anything" };

/** Reads a file with the shipped report and asserts what it must say; undefined where it is rightly refused. */
export async function checkReport(
  bytes: Uint8Array,
  plainBytes: number,
  expected: Expectation,
): Promise<CaptureReport | undefined> {
  let report: CaptureReport;
  try {
    report = await readCaptureReport(toMemorySource(bytes));
  } catch (error) {
    // Anything else that is thrown fails the try as it is.
    if (!(error instanceof CaptureError)) throw error;
    if (expected.kind === "refused") assert.equal(error.code, expected.code);
    else assert.equal(expected.kind, "anything", `refused: ${error.code}`);
    return undefined;
  }
  assert.notEqual(expected.kind, "refused", "a file without a whole header is taken");
  const { packets, capturedBytes, damage } = report;
  if (expected.kind === "exact") {
    assert.deepEqual(
      { packets, capturedBytes, damage },
      { packets: expected.packets, capturedBytes: expected.capturedBytes, damage: expected.damage },
    );
  }
  if (expected.kind === "atLeast") {
    assert.ok(packets >= expected.packets, `${packets} of ${expected.packets} packets before the damage`);
    assert.ok(damage === null || damage.offset >= expected.offset, `damage at ${damage?.offset}`);
  }
  if (damage !== null) {
    const isInside = damage.offset > 0 && damage.offset < plainBytes;
    assert.ok(
      isInside || (damage.reason === "badGzip" && damage.offset <= plainBytes),
      `damage at ${damage.offset} of ${plainBytes}`,
    );
  }
  assert.equal(report.sizeBytes, bytes.length);
  assert.ok(capturedBytes <= plainBytes);
  const found = report.findings.filter(({ id }) => id === "damagedFile");
  assert.deepEqual(
    found.map(({ params }) => params),
    damage === null ? [] : [{ offset: damage.offset, reason: damage.reason }],
    "damage is told as a finding",
  );
  return report;
}
