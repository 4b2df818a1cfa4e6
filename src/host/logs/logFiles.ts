import * as vscode from "vscode";
import type { FollowedLog } from "./followedLog.ts";

type OpenLog = { readonly log: FollowedLog; changedAt: number };

/**
 * The logs as read-only files of a file system of their own. Of a file the editor takes over what has changed alone, so
 * that the view and the selection stay where they are; of a virtual document of this size it replaces all.
 */
export class LogFiles implements vscode.Disposable {
  readonly #logs = new Map<string, OpenLog>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #open: (uri: vscode.Uri, changed: () => void) => FollowedLog;

  readonly onDidChangeFile = this.#changed.event;

  /** `open` begins to read a log; it throws where the address names none. */
  constructor(open: (uri: vscode.Uri, changed: () => void) => FollowedLog) {
    this.#open = open;
  }

  /** The log of a document that was asked for and is not closed. */
  find(uri: vscode.Uri): FollowedLog | undefined {
    return this.#logs.get(uri.toString())?.log;
  }

  /** Every log that is open, with its address. */
  all(): readonly (readonly [uri: string, log: FollowedLog])[] {
    return [...this.#logs].map(([uri, { log }]) => [uri, log]);
  }

  close(uri: vscode.Uri): void {
    this.find(uri)?.dispose();
    this.#logs.delete(uri.toString());
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { log, changedAt } = this.#get(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: changedAt,
      size: Buffer.byteLength(log.toText()),
      permissions: vscode.FilePermission.Readonly,
    };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return Buffer.from(this.#get(uri).log.toText());
  }

  #get(uri: vscode.Uri): OpenLog {
    const key = uri.toString();
    const known = this.#logs.get(key);
    if (known) return known;
    const open: OpenLog = {
      log: this.#open(uri, () => {
        // The editor reads anew only what has another time.
        open.changedAt = Math.max(Date.now(), open.changedAt + 1);
        this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
      }),
      changedAt: Date.now(),
    };
    this.#logs.set(key, open);
    return open;
  }

  dispose(): void {
    for (const { log } of this.#logs.values()) log.dispose();
    this.#logs.clear();
    this.#changed.dispose();
  }
}
