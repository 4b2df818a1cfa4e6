import { after, before, describe } from "node:test";
import { describeBrokenSecrets } from "./describeBrokenSecrets.ts";
import { describeKilledDownloads } from "./describeKilledDownloads.ts";
import { describeKilledSecrets } from "./describeKilledSecrets.ts";
import { describeKilledTasks } from "./describeKilledTasks.ts";
import { describeReloads } from "./describeReloads.ts";
import { describeWindows } from "./describeWindows.ts";
import { startEditorBed, type EditorBed } from "./editorBed.ts";

// Two editors at a time: a third one would make each of them late on two processors.
describe("faults in the real editor", { concurrency: 2 }, () => {
  let bed: EditorBed;
  before(async () => {
    bed = await startEditorBed();
  });
  after(() => bed.dispose());
  describeKilledTasks(() => bed);
  describeKilledDownloads(() => bed);
  describeKilledSecrets(() => bed);
  describeWindows(() => bed);
  describeReloads(() => bed);
  describeBrokenSecrets(() => bed);
});
