import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { readBrowserStorage, readFiles, readShown, recordConsole } from "../../e2e/leftBehind.ts";
import { waitForNotification } from "../../e2e/notifications.ts";
import { treeRow } from "../../e2e/tree.ts";
import { createCountedRow } from "../countedRow.ts";
import type { OneWindow } from "./oneWindow.ts";
import { runShortcut } from "./shortcuts.ts";
import { addKey, choose } from "./steps.ts";
import { setSecretsMode, type SecretsMode } from "./windowSecrets.ts";

/** What the test of a connection says, and what adding an account does. */
const words: readonly (readonly [SecretsMode, test: RegExp, add: RegExp])[] = [
  ["givesNothing", /key of this account is gone/, /secret storage did not keep the key/],
  ["throws", /secret storage failed/, /secret storage failed/],
  ["slow", /The connection works/, /Added\. This key belongs to/],
];

/** P4: the editor's secret storage gives nothing, throws, or takes 5 s. */
export function describeBrokenSecrets(scene: () => OneWindow): void {
  describe("P4: a secret storage that fails", () => {
    let { server, window } = {} as OneWindow;
    before(async () => {
      ({ server, window } = scene());
      await runShortcut(window.page, "notifications.toggleDoNotDisturbMode");
      await runShortcut(window.page, "notifications.clearAll");
    });

    it("says what happened, and never writes a key in plain text", async () => {
      const row = createCountedRow("P4", "the real editor's storage fails");
      const { page } = window;
      const { full, readOnly } = server.simulator.identities;
      const consoleLines = recordConsole(page);
      const shown: string[] = [];
      const hear = async (text: RegExp): Promise<void> => {
        await waitForNotification(page, text);
        shown.push(...(await readShown(page)).map((trace) => trace.text));
        await runShortcut(page, "notifications.clearAll");
      };
      for (const [mode, ofTest, ofAdd] of words) {
        await row.attempt(mode, async () => {
          // An extension host that has used the key remembers it: another one reads it.
          await window.kill();
          await window.revive();
          await treeRow(page, "Instances", /cn-hangzhou/).waitFor({ timeout: 30_000 });
          await setSecretsMode(page, mode);
          await choose(page, "eciOps.testAccount", "Which account?", "shop-developer");
          await hear(ofTest);
          await addKey(page, readOnly);
          await hear(ofAdd);
          return undefined;
        });
      }
      const traces = [
        ...(await readFiles(server.dataFolder)),
        ...consoleLines,
        ...(await readBrowserStorage(page)),
        ...shown.map((text) => ({ place: "what the editor shows", text })),
      ];
      for (const { accessKeySecret, accessKeyId } of [full, readOnly]) {
        const places = traces.filter(
          ({ text }) => text.includes(accessKeySecret) || text.includes(accessKeyId),
        );
        assert.deepEqual(
          places.map(({ place }) => place),
          [],
        );
      }
      row.end("");
    });
  });
}
