import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { DownloadError } from "../../../../src/task/download/downloadError.ts";
import type { DownloadProblemCode } from "../../../../src/task/task.ts";

/** Asserts the code of a download's error, and that it holds nothing of the signed address. */
export async function rejectsWith(code: DownloadProblemCode, work: Promise<unknown>): Promise<DownloadError> {
  let caught: unknown;
  await work.catch((error: unknown) => {
    caught = error;
  });
  assert.ok(caught instanceof DownloadError, String(caught));
  assert.equal(caught.problem.code, code);
  assert.ok(
    !JSON.stringify(caught).includes("secret-signature") && !caught.message.includes("secret-signature"),
  );
  assert.equal(caught.cause, undefined);
  return caught;
}

/** The names in a folder, in order; none when there is no folder. */
export async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
