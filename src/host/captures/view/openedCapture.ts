import * as vscode from "vscode";
import type { Overview, PageName, ToView } from "../../../protocol/captureView.ts";
import type { Task } from "../../../task/task.ts";
import { toOwnerText } from "../../addresses/ownerTexts.ts";
import { toPlainText } from "../../plainText.ts";
import type { WorkerFile } from "../worker/workerMessages.ts";
import { findCaptureOwner } from "./captureOwner.ts";
import { findCaptureTask, toCaptureRequest } from "./captureRequest.ts";
import type { CaptureViewDeps } from "./captureViewDeps.ts";
import { startCaptureWorker, type CaptureWorkerClient, type Told } from "./captureWorkerClient.ts";
import { toFailureText, toRefusalText } from "./failureTexts.ts";
import { readFileState, type FileState } from "./fileState.ts";
import { watchFile } from "./watchFile.ts";

/** What a page is told that is no answer. */
export type ToldView = Exclude<ToView, { type: "done" | "failed" | "texts" }>;
/** A page of the capture: it hears of what happens to it. */
export type CaptureListener = { readonly list: number; readonly tell: (message: ToldView) => void };

/** The largest file from elsewhere than this computer's disk: it is held in memory. */
const maxHeldBytes = 256 * 2 ** 20;

/** One capture that is open in one or more editors: its worker, and what goes on with its file. */
export class OpenedCapture implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly #workerPath: string;
  #worker: CaptureWorkerClient;
  readonly #deps: CaptureViewDeps;
  readonly #listeners = new Set<CaptureListener>();
  readonly #watch: vscode.Disposable;
  readonly #stopRenaming: () => void;
  /** When the first packet was seen, in milliseconds since 1970. */
  #firstMs: number | undefined;
  #state: FileState | undefined;
  #last: Extract<ToldView, { type: "progress" | "refused" }> | undefined;
  #lastList = 0;
  #isGone = false;
  #openings = 0;
  #isDisposed = false;
  #opening: Promise<void>;

  constructor(uri: vscode.Uri, workerPath: string, deps: CaptureViewDeps) {
    this.uri = uri;
    this.#deps = deps;
    this.#workerPath = workerPath;
    this.#worker = this.#startWorker();
    this.#watch = watchFile(uri, () => this.#look());
    this.#stopRenaming = deps.addresses.onDidChange(() => this.#tellAll({ type: "renamed" }));
    this.#opening = this.#open();
  }

  /** The thread that reads the file and answers about it; another one after it ended and the file was read again. */
  get worker(): CaptureWorkerClient {
    return this.#worker;
  }

  /** Adds a page, with a list of its own. */
  addListener(tell: CaptureListener["tell"]): CaptureListener & { readonly dispose: () => void } {
    this.#lastList += 1;
    const listener = { list: this.#lastList, tell };
    this.#listeners.add(listener);
    this.#worker.post({ type: "addList", list: listener.list });
    return {
      ...listener,
      dispose: () => {
        if (this.#listeners.delete(listener) && !this.#isDisposed)
          this.#worker.post({ type: "removeList", list: listener.list });
      },
    };
  }

  /** Tells a page that has just begun what is known: of the file first. */
  async introduce(tell: CaptureListener["tell"]): Promise<void> {
    await this.#opening;
    tell(this.#toOpened());
    if (this.#last) tell(this.#last);
    if (this.#isGone) tell({ type: "changed", what: "gone" });
  }

  /** Reads the file again, and tells the pages. */
  async reload(): Promise<void> {
    this.#opening = this.#open();
    await this.#opening;
    this.#tellAll({ type: "changed", what: "readAgain" });
    this.#tellAll(this.#toOpened());
    if (this.#last) this.#tellAll(this.#last);
  }

  /** Who had each address when the capture was made; null where nobody is known. */
  names(addresses: readonly string[]): readonly (PageName | null)[] {
    const capture = { task: this.#task(), firstMs: this.#firstMs };
    return addresses.map((address) => {
      const answer = findCaptureOwner(address, capture, this.#deps.addresses.find);
      return answer ? toOwnerText(address, answer) : null;
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watch.dispose();
    this.#stopRenaming();
    this.#listeners.clear();
    this.#worker.dispose().catch(this.#deps.log.error);
  }

  /** Gives the worker what it is to read; a failure is told as one of the worker is. */
  async #open(): Promise<void> {
    this.#last = undefined;
    this.#isGone = false;
    this.#firstMs = undefined;
    this.#openings += 1;
    const own = this.#openings;
    const isOnDisk = this.uri.scheme === "file";
    try {
      this.#state = await readFileState(this.uri);
      const file: WorkerFile | undefined = isOnDisk ? { path: this.uri.fsPath } : await this.#readAll();
      if (this.#isDisposed || file === undefined || own !== this.#openings) return;
      this.#reviveWorker();
      const task = this.#task();
      const request = task && toCaptureRequest(task);
      this.#worker.post({ type: "open", file, request });
    } catch (error) {
      this.#deps.log.error(error);
      const code = error instanceof vscode.FileSystemError ? error.code : "unknown";
      this.#refuse(toFailureText({ kind: "system", code }));
    }
  }

  #startWorker(): CaptureWorkerClient {
    return startCaptureWorker(this.#workerPath, (message) => this.#hear(message));
  }

  /** Gives the capture another thread where its own has ended, with the lists of the pages. */
  #reviveWorker(): void {
    if (!this.#worker.hasEnded()) return;
    this.#worker = this.#startWorker();
    for (const { list } of this.#listeners) this.#worker.post({ type: "addList", list });
  }

  async #readAll(): Promise<WorkerFile | undefined> {
    if (this.#state === undefined) {
      this.#refuse(toFailureText({ kind: "system", code: "ENOENT" }));
      return undefined;
    }
    if (this.#state.sizeBytes > maxHeldBytes) {
      this.#refuse({
        message: vscode.l10n.t("A file that is not on this computer's disk can have 256 MiB at most here."),
        next: vscode.l10n.t("Save it on the disk and open it from there."),
      });
      return undefined;
    }
    return { bytes: await vscode.workspace.fs.readFile(this.uri) };
  }

  #refuse({ message, next }: { readonly message: string; readonly next: string }): void {
    this.#last = { type: "refused", message, next };
    this.#tellAll(this.#last);
  }

  #hear(message: Told): void {
    switch (message.type) {
      case "progress":
        this.#last = message;
        this.#takeTime(message.overview);
        this.#tellAll(message);
        return;
      case "matched": {
        const { list, ...matched } = message;
        for (const listener of this.#listeners) if (listener.list === list) listener.tell(matched);
        return;
      }
      case "refused":
        this.#deps.log.warn(`A capture was not read: ${JSON.stringify(message.failure)}`);
        this.#refuse(toRefusalText(message, this.#state?.sizeBytes ?? 0));
        return;
      case "lost":
        this.#look().catch(this.#deps.log.error);
        return;
    }
  }

  /** Looks whether the file is still what was read. */
  async #look(): Promise<void> {
    const before = this.#state;
    const now = await readFileState(this.uri);
    if (this.#isDisposed) return;
    if (now === undefined) {
      if (!this.#isGone) this.#tellAll({ type: "changed", what: "gone" });
      this.#isGone = true;
    } else if (this.#isGone || now.sizeBytes !== before?.sizeBytes || now.changedMs !== before.changedMs) {
      await this.reload();
    }
  }

  #task(): Task | undefined {
    return findCaptureTask(this.#deps.tasks(), this.uri.fsPath);
  }

  /** Names that were asked for before the capture's time was known may have been another time's. */
  #takeTime(overview: Overview | undefined): void {
    if (this.#firstMs !== undefined || !overview?.firstTime) return;
    this.#firstMs = overview.firstTime.seconds * 1000;
    this.#tellAll({ type: "renamed" });
  }

  #toOpened(): Extract<ToldView, { type: "opened" }> {
    const { path } = this.uri;
    return {
      type: "opened",
      fileName: toPlainText(path.slice(path.lastIndexOf("/") + 1)),
      sizeBytes: this.#state?.sizeBytes ?? 0,
    };
  }

  #tellAll(message: ToldView): void {
    for (const { tell } of this.#listeners) tell(message);
  }
}
