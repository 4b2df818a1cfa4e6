import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { pathToFileURL } from "node:url";
import { sweepTemporaries } from "../../../src/task/sweepTemporaries.ts";
import { TaskLedger } from "../../../src/task/taskLedger.ts";

const source = (name: string) =>
  pathToFileURL(join(import.meta.dirname, "../../../src/task", `${name}.ts`)).href;

async function withFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "eci-temporaries-"));
  try {
    await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

it("what a process leaves that is killed while it writes is removed, and nothing else", () =>
  withFolder(async (folder) => {
    // Writes and writes, so that a kill meets it in the middle now and then.
    const code = `
      import { writeFileAtomically } from ${JSON.stringify(source("atomicFile"))};
      const text = "x".repeat(20_000_000);
      console.log("begin");
      for (;;) await writeFileAtomically(${JSON.stringify(join(folder, "task.json"))}, text);`;
    const isTemporary = (name: string) => name.endsWith(".tmp");
    for (let tries = 0; !(await readdir(folder)).some(isTemporary); tries += 1) {
      assert.ok(tries < 20, "no kill met a write");
      const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", code], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(child.stdout, "data");
      while (!(await readdir(folder)).some(isTemporary)) await new Promise(setImmediate);
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await writeFile(join(folder, `mine.json.${process.pid}-0b0c7b7e-7f0e-4b43-9d3f-3f9ad7f6a222.tmp`), "{");
    await writeFile(join(folder, "notes.tmp"), "somebody else's");
    await sweepTemporaries(folder, Date.now());
    assert.deepEqual(
      (await readdir(folder)).filter(isTemporary).toSorted(),
      [`mine.json.${process.pid}-0b0c7b7e-7f0e-4b43-9d3f-3f9ad7f6a222.tmp`, "notes.tmp"].toSorted(),
    );
  }));

it("TaskLedger removes temporary files of yesterday, and leaves today's to the window that writes them", () =>
  withFolder(async (folder) => {
    const nowMs = Date.now();
    const [old, fresh] = ["old", "fresh"].map(
      (name) => `${name}.json.${process.pid}-0b0c7b7e-7f0e-4b43-9d3f-3f9ad7f6a222.tmp`,
    );
    for (const [name = "", ageHours] of [[old, 25] as const, [fresh, 23] as const]) {
      await writeFile(join(folder, name), "{");
      const seconds = nowMs / 1000 - ageHours * 3600;
      await utimes(join(folder, name), seconds, seconds);
    }
    const ledger = await TaskLedger.open(folder, nowMs);
    await ledger.dispose();
    assert.deepEqual(await readdir(folder), [fresh, "locks"]);
  }));
