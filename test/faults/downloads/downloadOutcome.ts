import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { DownloadError } from "../../../src/task/download/downloadError.ts";
import { downloadResult, type ResultDownload } from "../../../src/task/download/downloadResult.ts";
import type { DownloadedFile, DownloadProblem } from "../../../src/task/task.ts";

/** How a download ended: one of the two is there. */
export type DownloadOutcome = {
  readonly file?: DownloadedFile;
  readonly problem?: DownloadProblem;
  /** What it left in its folder, in order. */
  readonly names: readonly string[];
};

/** What the addresses of the test beds are signed with. */
const secret = "secret-signature";
/** Room for the small files that a download may leave. */
const searchedBytes = 1 << 20;

/**
 * Downloads, and throws where the error is of another kind than a `DownloadError`, or tells the signed address, or where
 * a small file in the folder does.
 */
export async function toOutcome(download: ResultDownload): Promise<DownloadOutcome> {
  const ended = await downloadResult(download).then(
    (file) => ({ file }),
    (error: unknown) => ({ error }),
  );
  const names = await listSafeNames(download.folder);
  if ("file" in ended) return { file: ended.file, names };
  const { error } = ended;
  assert.ok(error instanceof DownloadError, inspect(error));
  assert.ok(!inspect(error, { depth: Infinity, showHidden: true }).includes(secret), "the error tells");
  assert.equal(error.cause, undefined);
  return { problem: error.problem, names };
}

/** The names in a folder, in order, none without a folder; throws where a small file tells the signed address. */
export async function listSafeNames(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const { name } of entries.filter((entry) => entry.isFile())) {
    const path = join(folder, name);
    if ((await stat(path)).size > searchedBytes) continue;
    assert.ok(!(await readFile(path)).includes(secret), `${name} tells`);
  }
  return entries.map(({ name }) => name).sort();
}
