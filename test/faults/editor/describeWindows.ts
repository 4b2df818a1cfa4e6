import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import type { AccountKey } from "../../e2e/addAccountKey.ts";
import { pressInDialog } from "../../e2e/notifications.ts";
import { answerInput } from "../../e2e/palette.ts";
import { expandRow, treeRow } from "../../e2e/tree.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import type { EditorWindow } from "./editorWindow.ts";
import type { OneWindow } from "./oneWindow.ts";
import { runShortcut } from "./shortcuts.ts";
import { addAccountWithRegion, choose, openForm, until } from "./steps.ts";

const tries = toTries(30, 1);
/** Every so many tries the account goes and comes again; in the others its key changes. */
const goneEvery = toTries(5, 10);
/** The table of faults says 2 s; a quick run shares the processors with other tests. */
const followMs = toTries(2_000, 10_000);
/** Long enough for several polls: they come after 5 s, 7.5 s and 11 s. */
const watchSeconds = toTries(20, 6);
const region = /cn-hangzhou/;

/** P3: three windows of one editor. */
export function describeWindows(scene: () => OneWindow): void {
  describe("P3: three windows, one account", () => {
    let { captures, server } = {} as OneWindow;
    const windows: EditorWindow[] = [];
    before(() => {
      ({ captures, server } = scene());
      windows.push(scene().window);
    });
    after(async () => {
      for (const window of windows.slice(1)) await window.close();
    });
    const first = (): EditorWindow => {
      const [window] = windows;
      if (!window) throw new Error("There is no window.");
      return window;
    };

    /** How often a capture is asked about in its first seconds. */
    const countPolls = async (): Promise<number> => {
      const { page } = first();
      await (await openForm(page)).locator("#start").click();
      await treeRow(page, "Tasks", /capturing/).waitFor({ timeout: 30_000 });
      const asked = server.wire.count("DescribeInstanceOpsRecords");
      await sleep(watchSeconds * 1000);
      const polls = server.wire.count("DescribeInstanceOpsRecords") - asked;
      await captures.end(10_000);
      await runShortcut(page, "eciOps.refreshTasks");
      await treeRow(page, "Tasks", /capturing/).waitFor({ state: "detached", timeout: 30_000 });
      return polls;
    };

    it("ask about a task no oftener than one does", async () => {
      const row = createCountedRow("P3", "polls of three windows");
      await row.attempt("one window, then three", async () => {
        const alone = await countPolls();
        assert.ok(alone > 0);
        for (let opened = 1; opened < 3; opened += 1) {
          const window = await server.openWindow();
          windows.push(window);
          await window.showViews(true);
        }
        const together = await countPolls();
        assert.ok(together <= alone + 1, `${together} polls of three windows, ${alone} of one`);
        return together;
      });
      row.end("polls");
    });

    /** Waits until every window shows it, and gives how long after the change the last one did. */
    const follow = async (looks: (page: Page) => Promise<unknown>, change: Promise<number>) => {
      const seen = Promise.all(
        windows.map(async ({ page }) => {
          await looks(page);
          return performance.now();
        }),
      );
      const changedMs = await change;
      const lateMs = Math.max(0, Math.max(...(await seen)) - changedMs);
      assert.ok(lateMs <= followMs, `the last window followed after ${lateMs.toFixed(0)} ms`);
      return lateMs;
    };
    const readList = () => readFile(path.join(server.storageFolder, "accounts.json"), "utf8");
    /** When the list of accounts is next found changed. */
    const nextChange = async (text: string): Promise<number> => {
      await until("the list of accounts changes", async () => (await readList()) !== text);
      return performance.now();
    };
    const changeKey = async (key: AccountKey): Promise<number> => {
      const { page } = first();
      await choose(page, "eciOps.changeSecret", "Which account?", "shop-");
      await answerInput(page, "AccessKey ID (Press", key.accessKeyId);
      const change = nextChange(await readList());
      await answerInput(page, "AccessKey secret (Press", key.accessKeySecret);
      return change;
    };

    it(`follow each of ${tries} changes of the key within 2 s`, async () => {
      const row = createCountedRow("P3", "the account's key changes or goes");
      const { full, blind } = server.simulator.identities;
      for (const { page } of windows) {
        await expandRow(page, "Instances", region);
        await treeRow(page, "Instances", "api-1").waitFor({ timeout: 30_000 });
      }
      for (let tried = 0; tried < tries; tried += 1) {
        if (tried % goneEvery === goneEvery - 1) {
          await row.attempt("goes", async () => {
            const { page } = first();
            await choose(page, "eciOps.removeAccount", "Which account?", "shop-");
            const change = nextChange(await readList());
            const gone = follow(
              (each) => treeRow(each, "Instances", region).waitFor({ state: "detached", timeout: 60_000 }),
              change,
            );
            await pressInDialog(page, "Remove the account", "Remove");
            const lateMs = await gone;
            await addAccountWithRegion(page, full);
            for (const each of windows) {
              await expandRow(each.page, "Instances", region);
              await treeRow(each.page, "Instances", "api-1").waitFor({ timeout: 30_000 });
            }
            return lateMs;
          });
          continue;
        }
        await row.attempt("changes", async () => {
          // A key that sees no instance, and back: what a window shows tells which key it asks with.
          const lost = await follow(
            (each) => treeRow(each, "Instances", "api-1").waitFor({ state: "detached", timeout: 60_000 }),
            changeKey(blind),
          );
          const found = await follow(
            (each) => treeRow(each, "Instances", "api-1").waitFor({ timeout: 60_000 }),
            changeKey(full),
          );
          return Math.max(lost, found);
        });
      }
      row.end("ms");
    });
  });
}
