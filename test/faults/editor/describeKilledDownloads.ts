import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { globSync } from "node:fs";
import { treeRow } from "../../e2e/tree.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { createGatedResults } from "./gatedResults.ts";
import type { OneWindow } from "./oneWindow.ts";
import { recover } from "./recover.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { runShortcut } from "./shortcuts.ts";
import { untilNothingIsLeft, openForm, readTasks, until } from "./steps.ts";

/** So many times each file's download is cut off. */
const killsPerFile = toTries(10, 1);
const files = toTries(5, 1);
const fileBytes = toTries(8 << 20, 2 << 20);
/** What may be on its way to an extension host that dies. */
const aheadBytes = 256 << 10;

/** P1: the extension host is killed while a result is fetched. */
export function describeKilledDownloads(scene: () => OneWindow): void {
  describe("P1: the extension host killed around a download", () => {
    const results = createGatedResults();
    let { captures, server, window } = {} as OneWindow;
    before(() => {
      ({ captures, server, window } = scene());
      server.wire.serveResults(results.fault);
    });
    after(() => {
      server.wire.serveResults(undefined);
    });

    const readPartBytes = async (): Promise<number> => {
      const [part] = globSync("results/**/*.part", { cwd: server.storageFolder });
      if (part === undefined) return 0;
      return stat(path.join(server.storageFolder, part)).then(
        ({ size }) => size,
        () => 0,
      );
    };
    const readNewest = async () =>
      (await readTasks(server.storageFolder)).toSorted((a, b) => b.sentTime.localeCompare(a.sentTime))[0];

    it(`goes on in each of ${files * killsPerFile} tries where it was`, async () => {
      const row = createCountedRow("P1", "killed while downloading");
      for (let file = 0; file < files; file += 1) {
        const form = await openForm(window.page);
        results.allow(0);
        const begun = results.sentBytes;
        const created = server.wire.count("CreateInstanceOpsTask");
        await form.locator("#start").click();
        await until("the task is sent", async () => (await readNewest())?.state.kind === "ready");
        const { sizeBytes, sha256 } = await captures.end(fileBytes);
        let asked = results.nextRequest();
        await runShortcut(window.page, "eciOps.refreshTasks");
        assert.equal(await asked, 0);
        for (let kill = 1; kill <= killsPerFile; kill += 1) {
          const isStill = kill % 2 === 0;
          await row.attempt(isStill ? "nothing comes" : "bytes come", async () => {
            await window.showViews(false);
            const wantedBytes = Math.floor((sizeBytes * kill) / (killsPerFile + 1));
            await until("the bytes came", async () => {
              const keptBytes = await readPartBytes();
              // Never further ahead than the reader is behind: what is on its way at the end is bounded.
              results.allow(Math.min(keptBytes + aheadBytes, isStill ? wantedBytes : Infinity));
              return keptBytes >= wantedBytes;
            });
            if (isStill) await sleep(50);
            asked = results.nextRequest();
            await window.kill();
            results.allow(0);
            const keptBytes = await readPartBytes();
            const seenMs = await recover(
              window,
              kill + 1,
              treeRow(window.page, "Tasks", /downloading|waits/),
            );
            assert.equal(await asked, keptBytes, "where the download goes on");
            return seenMs;
          });
        }
        results.allow(Infinity);
        await until("it is downloaded", async () => (await readNewest())?.state.kind === "downloaded", 60);
        const task = await readNewest();
        assert.ok(task?.state.kind === "downloaded");
        const bytes = await readFile(task.state.file.path);
        assert.equal(createHash("sha256").update(bytes).digest("hex"), sha256);
        const againBytes = results.sentBytes - begun - sizeBytes;
        assert.ok(againBytes <= killsPerFile * 2 * aheadBytes, `${againBytes} bytes were sent again`);
        assert.equal(server.wire.count("CreateInstanceOpsTask"), created + 1);
      }
      row.end("ms");
      await untilNothingIsLeft(server.storageFolder);
    });
  });
}
