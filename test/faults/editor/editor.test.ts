import { after, before, describe } from "node:test";
import { describeBrokenSecrets } from "./describeBrokenSecrets.ts";
import { describeKilledDownloads } from "./describeKilledDownloads.ts";
import { describeKilledSecrets } from "./describeKilledSecrets.ts";
import { describeKilledTasks } from "./describeKilledTasks.ts";
import { describeReloads } from "./describeReloads.ts";
import { describeWindows } from "./describeWindows.ts";
import { startEditorBed, type EditorBed } from "./editorBed.ts";
import { openOneWindow, type OneWindow } from "./oneWindow.ts";
import { runShortcut } from "./shortcuts.ts";
import { addAccountWithRegion } from "./steps.ts";

// One window lives through all of it, as on a bad day; to open one takes as long as most of the tries.
describe("faults in the real editor", () => {
  let bed: EditorBed;
  let scene: OneWindow;
  before(async () => {
    bed = await startEditorBed();
    scene = await openOneWindow(bed);
  });
  after(() => bed.dispose());
  describeKilledSecrets(() => scene);
  describe("with an account", () => {
    before(async () => {
      const { window, server } = scene;
      await addAccountWithRegion(window.page, server.simulator.identities.full);
      await runShortcut(window.page, "notifications.toggleDoNotDisturbMode");
    });
    describeKilledTasks(() => scene);
    describeKilledDownloads(() => scene);
    describeReloads(() => scene);
    describeWindows(() => scene);
    describeBrokenSecrets(() => scene);
  });
});
