import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { toSecretKey } from "../../../src/account/accountStore.ts";
import { readFiles } from "../../e2e/leftBehind.ts";
import { pressInDialog, waitForNotification } from "../../e2e/notifications.ts";
import { answerInput } from "../../e2e/palette.ts";
import { treeRow } from "../../e2e/tree.ts";
import { createCountedRow } from "../countedRow.ts";
import { toTries } from "../tries.ts";
import { recover } from "./recover.ts";
import type { OneWindow } from "./oneWindow.ts";
import { runShortcut } from "./shortcuts.ts";
import { choose, until, untilNothingIsLeft } from "./steps.ts";
import { countHeldWrites, readSecretKeys, releaseHeldWrites, setSecretsMode } from "./windowSecrets.ts";

const tries = toTries(50, 1);
const moments = ["kept after the kill", "never kept", "at any moment"] as const;

/** P1: the extension host is killed while a secret is written. */
export function describeKilledSecrets(scene: () => OneWindow): void {
  describe("P1: the extension host killed around a secret", () => {
    let { server, window } = {} as OneWindow;
    before(() => {
      ({ server, window } = scene());
    });

    const readListed = async (): Promise<readonly string[]> => {
      const text = await readFile(path.join(server.storageFolder, "accounts.json"), "utf8").catch(() => "{}");
      const { "eciOps.accounts": rows = [] } = JSON.parse(text) as { "eciOps.accounts"?: { id: string }[] };
      return rows.map(({ id }) => id);
    };

    /** Types a new account's key up to the service's answer, which lets it be stored. */
    const add = async (): Promise<void> => {
      const { page } = window;
      await choose(page, "eciOps.addAccount", "How do you sign in?", "Access key");
      const { accessKeyId, accessKeySecret } = server.simulator.identities.full;
      await answerInput(page, "AccessKey ID (Press", accessKeyId);
      const held = server.wire.holdNext("GetCallerIdentity");
      await answerInput(page, "AccessKey secret (Press", accessKeySecret);
      await (await held).answer();
    };

    const kill = async (moment: (typeof moments)[number], tried: number): Promise<void> => {
      const { page } = window;
      if (moment === "at any moment") {
        await add();
        await sleep((tried * 5) % 60);
        await window.kill();
        return;
      }
      await setSecretsMode(page, "writesHeld");
      await add();
      await until("the secret is being written", async () => (await countHeldWrites(page)) > 0);
      await window.kill();
      await releaseHeldWrites(page, moment === "kept after the kill");
      await setSecretsMode(page, "works");
    };

    const removeAll = async (): Promise<void> => {
      const { page } = window;
      for (let left = await readListed(); left.length > 0; left = await readListed()) {
        const wanted = left.length - 1;
        await choose(page, "eciOps.removeAccount", "Which account?", "shop-developer");
        await pressInDialog(page, "Remove the account", "Remove");
        await until("an account is removed", async () => (await readListed()).length === wanted);
      }
    };

    it(`leaves no key alone and no account unexplained in each of ${tries} tries`, async () => {
      const row = createCountedRow("P1", "killed while a secret is written");
      for (let tried = 0; tried < tries; tried += 1) {
        const moment = moments[tried % 3] ?? "at any moment";
        await row.attempt(moment, async () => {
          const { page } = window;
          // What a try that failed left is no matter of this one.
          await removeAll();
          await kill(moment, tried);
          await window.showViews(false);
          const listed = await readListed();
          assert.ok(listed.length <= 1);
          const [id] = listed;
          const account = treeRow(page, "Instances", /shop-developer/);
          const seenMs = await recover(window, tried, id === undefined ? undefined : account);
          if (id !== undefined) {
            await choose(page, "eciOps.testAccount", "Which account?", "shop-developer");
          }
          const told =
            id === undefined
              ? ""
              : await (await waitForNotification(page, /connection works|key of this account/)).innerText();
          const kept = await readSecretKeys(page);
          const lone = kept.filter((key) => !listed.some((each) => key.includes(toSecretKey(each))));
          assert.deepEqual(lone, [], "keys without an account");
          if (moment !== "at any moment") assert.equal(kept.length, moment === "never kept" ? 0 : 1);
          if (id === undefined) return undefined;
          assert.match(told, kept.length > 0 ? /The connection works/ : /key of this account is gone/);
          await removeAll();
          assert.deepEqual(await readSecretKeys(page), []);
          await runShortcut(page, "notifications.clearAll");
          return seenMs;
        });
      }
      const { accessKeySecret } = server.simulator.identities.full;
      const files = await readFiles(server.dataFolder);
      assert.deepEqual(
        files.filter(({ text }) => text.includes(accessKeySecret)).map(({ place }) => place),
        [],
      );
      row.end("ms");
      await untilNothingIsLeft(server.storageFolder);
    });
  });
}
