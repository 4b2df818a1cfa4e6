import type * as vscode from "vscode";
import type { Instance } from "../../../eci/model.ts";
import type { Task } from "../../../task/task.ts";
import type { Log } from "../../log.ts";

/** What the capture view needs from the rest of the extension. */
export type CaptureViewDeps = {
  readonly extensionUri: vscode.Uri;
  readonly log: Pick<Log, "warn" | "error">;
  /** From the newest on: what captures were asked for, and who had an address. */
  readonly tasks: () => readonly Task[];
  /** The instances that were listed so far. */
  readonly instances: () => readonly Instance[];
};
