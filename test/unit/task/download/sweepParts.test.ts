import assert from "node:assert/strict";
import { link, readdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { it } from "node:test";
import { withTaskBed, type TaskBed, type TaskWindow } from "../taskBed.ts";

/** A task whose result has been downloaded, and where a part of it would lie. */
async function withResult(
  run: (scene: TaskBed & { window: TaskWindow; id: string; path: string; part: string }) => Promise<void>,
): Promise<void> {
  await withTaskBed(async (bed) => {
    const window = await bed.open();
    const { id } = await window.runner.startCapture(bed.running, { packetCount: 1 });
    await window.until(id, ({ state }) => state.kind === "succeeded");
    const { path } = await window.downloads.start(id);
    await run({ ...bed, window, id, path, part: path.replace(/\.[^.]+$/, ".part") });
  });
}

it("removes the part of a result that was named just before its window was killed, and no other", () =>
  withResult(async ({ open, path, part }) => {
    const whole = await readdir(dirname(path));
    await link(path, part);
    await writeFile(`${part}.json`, "{}");
    await writeFile(path.replace(/[^/]+$/, "other.part"), "another task's");
    await (await open()).downloads.sweepParts();
    assert.deepEqual((await readdir(dirname(path))).toSorted(), [...whole, "other.part"].toSorted());
  }));

it("keeps the part of a result that is not whole yet", () =>
  withResult(async ({ open, window, id, path, part }) => {
    await window.ledger.advance(id, { kind: "fileGone" });
    await writeFile(part, "a beginning");
    await (await open()).downloads.sweepParts();
    assert.ok((await readdir(dirname(path))).some((name) => name.endsWith(".part")));
  }));
