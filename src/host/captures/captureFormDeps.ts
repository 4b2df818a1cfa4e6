import type * as vscode from "vscode";
import type { Instance } from "../../eci/model.ts";
import type { Task, TaskTarget } from "../../task/task.ts";
import type { TcpdumpOptions } from "../../task/tcpdump/options.ts";
import type { ShowError } from "../errors/showError.ts";
import type { Log } from "../log.ts";
import type * as captureFormParts from "./captureFormParts.ts";

/** An instance and the account that sees it; the instances view's node is one. */
export type InstanceOfAccount = { readonly accountId: string; readonly instance: Instance };

/** What the capture form needs from the rest of the extension. */
export type CaptureFormDeps = {
  readonly extensionUri: vscode.Uri;
  /** Loads what only an open form needs, at its first use. */
  readonly loadFormParts: () => Promise<typeof captureFormParts>;
  /** Keeps the options that were sent last. */
  readonly memento: vscode.Memento;
  readonly log: Log;
  /** Undefined when the account or the instance is gone. */
  readonly findInstance: (
    accountId: string,
    regionId: string,
    instanceId: string,
  ) => Promise<Instance | undefined>;
  /** Undefined when the user changed their mind. */
  readonly pickInstance: (placeholder: string) => Promise<InstanceOfAccount | undefined>;
  readonly accountName: (accountId: string) => string;
  readonly isDemo: (accountId: string) => boolean;
  /** The address that the account's calls go to in a region. */
  readonly endpointFor: (accountId: string, regionId: string) => Promise<string>;
  /** Resolves once the task is sent or its outcome is unknown; rejects when the service refused it. */
  readonly startCapture: (target: TaskTarget, options: TcpdumpOptions, signal?: AbortSignal) => Promise<Task>;
  /** Asks before sending to instances of which some are marked as production; true to go on. */
  readonly confirmProduction: (instances: readonly Instance[]) => Promise<boolean>;
  /** Which instance has an address now, in a line of plain text; undefined where nobody knows. */
  readonly whose: (address: string) => string | undefined;
  readonly showError: ShowError;
};
