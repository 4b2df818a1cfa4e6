import * as vscode from "vscode";
import type { Container, Instance } from "../../eci/model.ts";
import type { FollowedLog } from "./followedLog.ts";
import type { LogFiles } from "./logFiles.ts";
import type * as logParts from "./logParts.ts";
import type { LogDeps } from "./openLogs.ts";

const logScheme = "eciops-log";

export type RegisterLogsDeps = LogDeps & {
  /** Loads what only an open log needs, at its first use. */
  readonly loadLogParts: () => Promise<typeof logParts>;
  /** Undefined when the user changed their mind. */
  readonly pickInstance: () => Promise<
    { readonly accountId: string; readonly instance: Instance } | undefined
  >;
};

/** A row of the instances view that a log can be asked of. */
type Argument =
  { readonly accountId: string; readonly instance: Instance; readonly container?: Container } | undefined;

function refuse(uri: vscode.Uri): never {
  throw vscode.FileSystemError.NoPermissions(uri);
}

/**
 * The commands of containers' logs and the read-only files that show them, which come back after a reload. A window has
 * one file system a scheme.
 */
export function registerLogs(deps: RegisterLogsDeps, scheme = logScheme): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const opened: { dispose(): unknown }[] = [changed];
  let files: Promise<LogFiles> | undefined;

  const open = async (): Promise<LogFiles> => {
    const { openLogs, registerLogEditors } = await deps.loadLogParts();
    const logs = openLogs(deps);
    opened.push(
      registerLogEditors(logs, scheme),
      logs.onDidChangeFile((changes) => changed.fire(changes)),
      logs,
    );
    return logs;
  };
  const find = async () => await (files ??= open());

  const show = async (argument: Argument, isPrevious: boolean): Promise<void> => {
    try {
      const subject = argument ?? (await deps.pickInstance());
      if (subject) await (await deps.loadLogParts()).showLog(subject, isPrevious, scheme);
    } catch (error) {
      await deps.showError(error);
    }
  };
  /** The log that the editor in front shows, if any. */
  const onShownLog = async (run: (log: FollowedLog) => unknown): Promise<void> => {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const log = uri?.scheme === scheme ? (await find()).find(uri) : undefined;
    if (log) await run(log);
  };

  return vscode.Disposable.from(
    new vscode.Disposable(() => {
      for (const each of opened) each.dispose();
    }),
    vscode.workspace.registerFileSystemProvider(
      scheme,
      {
        onDidChangeFile: changed.event,
        stat: async (uri) => (await find()).stat(uri),
        readFile: async (uri) => (await find()).readFile(uri),
        watch: () => new vscode.Disposable(() => undefined),
        readDirectory: () => [],
        createDirectory: refuse,
        writeFile: refuse,
        delete: refuse,
        rename: refuse,
      },
      { isReadonly: true, isCaseSensitive: true },
    ),
    vscode.commands.registerCommand("eciOps.showContainerLog", (node: Argument) => show(node, false)),
    vscode.commands.registerCommand("eciOps.showPreviousLog", (node: Argument) => show(node, true)),
    vscode.commands.registerCommand("eciOps.followLog", () => onShownLog((log) => log.follow())),
    vscode.commands.registerCommand("eciOps.stopFollowingLog", () =>
      onShownLog((log) => log.stopFollowing()),
    ),
    vscode.commands.registerCommand("eciOps.chooseLogLines", () =>
      onShownLog(async (log) => (await deps.loadLogParts()).chooseLogLines(log)),
    ),
  );
}
