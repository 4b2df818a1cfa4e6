import { describeKilledSecrets } from "./describeKilledSecrets.ts";
import { describeKilledTasks } from "./describeKilledTasks.ts";
import { describeOneWindow } from "./oneWindow.ts";

describeOneWindow(
  "extension hosts killed in the real editor",
  [describeKilledSecrets],
  [describeKilledTasks],
);
