import type * as vscode from "vscode";
import type { Task } from "../../../task/task.ts";
import type { Addresses } from "../../addresses/openAddresses.ts";
import type { Log } from "../../log.ts";

/** What the capture view needs from the rest of the extension. */
export type CaptureViewDeps = {
  readonly extensionUri: vscode.Uri;
  readonly log: Pick<Log, "warn" | "error">;
  /** From the newest on: what captures were asked for. */
  readonly tasks: () => readonly Task[];
  /** Who had an address. */
  readonly addresses: Pick<Addresses, "find" | "onDidChange">;
};
