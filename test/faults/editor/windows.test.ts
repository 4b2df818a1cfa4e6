import { describeBrokenSecrets } from "./describeBrokenSecrets.ts";
import { describeKilledDownloads } from "./describeKilledDownloads.ts";
import { describeReloads } from "./describeReloads.ts";
import { describeWindows } from "./describeWindows.ts";
import { describeOneWindow } from "./oneWindow.ts";

describeOneWindow(
  "downloads and windows in the real editor",
  [],
  [describeKilledDownloads, describeReloads, describeWindows, describeBrokenSecrets],
);
