import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { TaskLedger } from "../../../src/task/taskLedger.ts";
import { at } from "./sampleTask.ts";

it("TaskLedger removes temporary files of yesterday, and leaves today's to the window that writes them", async () => {
  const folder = await mkdtemp(join(tmpdir(), "eci-ledger-"));
  try {
    const nowMs = Date.parse(at(0));
    for (const [name, ageHours] of [
      ["old.json.x.tmp", 25],
      ["fresh.json.y.tmp", 23],
    ] as const) {
      await writeFile(join(folder, name), "{");
      const seconds = nowMs / 1000 - ageHours * 3600;
      await utimes(join(folder, name), seconds, seconds);
    }
    const ledger = await TaskLedger.open(folder, nowMs);
    await ledger.dispose();
    assert.deepEqual(await readdir(folder), ["fresh.json.y.tmp", "locks"]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
