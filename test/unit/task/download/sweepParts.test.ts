import assert from "node:assert/strict";
import { link, readdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { it } from "node:test";
import { withTaskBed } from "../taskBed.ts";

it("removes the part of a result that was named just before its window was killed, and no other", async () => {
  await withTaskBed(async ({ open, running }) => {
    const window = await open();
    const { id } = await window.runner.startCapture(running, { packetCount: 1 });
    await window.until(id, ({ state }) => state.kind === "succeeded");
    const { path } = await window.downloads.start(id);
    const whole = await readdir(dirname(path));
    const part = path.replace(/\.[^.]+$/, ".part");
    await link(path, part);
    await writeFile(`${part}.json`, "{}");
    const others = path.replace(/[^/]+$/, "other.part");
    await writeFile(others, "another task's");
    await (await open()).downloads.sweepParts();
    assert.deepEqual((await readdir(dirname(path))).toSorted(), [...whole, "other.part"].toSorted());
  });
});

it("keeps the part of a result that is not whole yet", async () => {
  await withTaskBed(async ({ open, running }) => {
    const window = await open();
    const { id } = await window.runner.startCapture(running, { packetCount: 1 });
    await window.until(id, ({ state }) => state.kind === "succeeded");
    const { path } = await window.downloads.start(id);
    const part = path.replace(/\.[^.]+$/, ".part");
    await window.ledger.advance(id, { kind: "fileGone" });
    await writeFile(part, "a beginning");
    await (await open()).downloads.sweepParts();
    assert.ok((await readdir(dirname(path))).some((name) => name.endsWith(".part")));
  });
});
