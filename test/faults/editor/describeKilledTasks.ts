import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { isOpen } from "../../../src/task/task.ts";
import { treeRow } from "../../e2e/tree.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import type { OneWindow } from "./oneWindow.ts";
import { recover } from "./recover.ts";
import { runShortcut } from "./shortcuts.ts";
import { untilNothingIsLeft, openForm, readTasks, until } from "./steps.ts";

const create = "CreateInstanceOpsTask";
const look = "DescribeInstanceOpsRecords";
/** One of each moment at least. */
const tries = toTries(50, 3);
const pollTries = toTries(50, 1);

/** P1: the extension host is killed while a task is sent and runs, and while it is asked about. */
export function describeKilledTasks(scene: () => OneWindow): void {
  describe("P1: the extension host killed around a task", () => {
    let { captures, server, window } = {} as OneWindow;
    before(() => {
      ({ captures, server, window } = scene());
    });

    const begin = async () => {
      const frame = await openForm(window.page);
      const held = server.wire.holdNext(create);
      await frame.locator("#start").click();
      return held;
    };
    const end = async () => {
      await captures.end(10_000);
      await runShortcut(window.page, "eciOps.refreshTasks");
      await until("every result was fetched", async () =>
        (await readTasks(server.storageFolder)).every(
          ({ state }) => state.kind === "downloaded" || state.kind === "failed",
        ),
      );
    };
    const readOpen = async () => (await readTasks(server.storageFolder)).filter(isOpen);

    it(`finds a capture again in each of ${tries} tries, and sends none twice`, async () => {
      const row = createCountedRow("P1", "killed while a capture begins or runs");
      for (let tried = 0; tried < tries; tried += 1) {
        const moment = ["while it is carried out", "before it is answered", "just answered"][tried % 3] ?? "";
        await row.attempt(moment, async () => {
          try {
            const sent = server.wire.count(create);
            const held = await begin();
            await window.showViews(false);
            const acted = tried % 3 === 1 ? held.actOnly() : held.answer();
            if (tried % 3 !== 0) await acted;
            if (tried % 3 === 2) await sleep((tried * 7) % 40);
            await window.kill();
            await acted;
            const seenMs = await recover(window, tried, treeRow(window.page, "Tasks", /capturing/));
            assert.equal(server.wire.count(create), sent + 1, "requests to begin the capture");
            assert.equal((await readOpen()).length, 1);
            return seenMs;
          } finally {
            await end();
          }
        });
      }
      row.end("ms");
      await untilNothingIsLeft(server.storageFolder);
    });

    it(`goes on asking in each of ${pollTries} tries`, async () => {
      const row = createCountedRow("P1", "killed while polling");
      await (await begin()).answer();
      const sent = server.wire.count(create);
      let next = server.wire.holdNext(look);
      for (let tried = 0; tried < pollTries; tried += 1) {
        await row.attempt("poll under way", async () => {
          await window.showViews(false);
          const held = await next;
          await window.kill();
          const asked = server.wire.count(look);
          next = server.wire.holdNext(look);
          await held.answer();
          const seenMs = await recover(window, tried, treeRow(window.page, "Tasks", /capturing/));
          await next;
          assert.equal(server.wire.count(look), asked + 1, "polls since");
          return seenMs;
        });
      }
      await (await next).answer();
      await end();
      assert.equal(server.wire.count(create), sent);
      row.end("ms");
      await untilNothingIsLeft(server.storageFolder);
    });
  });
}
