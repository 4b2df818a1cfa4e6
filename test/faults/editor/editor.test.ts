import { after, before, describe } from "node:test";
import { describeBrokenSecrets } from "./describeBrokenSecrets.ts";
import { describeKilledDownloads } from "./describeKilledDownloads.ts";
import { describeKilledSecrets } from "./describeKilledSecrets.ts";
import { describeKilledTasks } from "./describeKilledTasks.ts";
import { describeReloads } from "./describeReloads.ts";
import { describeWindows } from "./describeWindows.ts";
import { startEditorBed, type EditorBed } from "./editorBed.ts";
import { openOneWindow, type OneWindow } from "./oneWindow.ts";

describe("faults in the real editor", () => {
  let bed: EditorBed;
  before(async () => {
    bed = await startEditorBed();
  });
  after(() => bed.dispose());
  describe("one window", () => {
    let scene: OneWindow;
    before(async () => {
      scene = await openOneWindow(bed);
    });
    after(() => scene.window.close());
    describeKilledTasks(() => scene);
    describeKilledDownloads(() => scene);
    describeReloads(() => scene);
  });
  describeKilledSecrets(() => bed);
  describeWindows(() => bed);
  describeBrokenSecrets(() => bed);
});
