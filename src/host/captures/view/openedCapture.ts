import * as vscode from "vscode";
import type { ToView } from "../../../protocol/captureView.ts";
import { toPlainText } from "../../plainText.ts";
import type { WorkerFile } from "../worker/workerMessages.ts";
import { findCaptureRequest } from "./captureRequest.ts";
import type { CaptureViewDeps } from "./captureViewDeps.ts";
import { startCaptureWorker, type CaptureWorkerClient, type Told } from "./captureWorkerClient.ts";
import { toFailureText, toRefusalText } from "./failureTexts.ts";
import { readFileState, type FileState } from "./fileState.ts";
import { buildInstanceNames } from "./instanceNames.ts";
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

  dispose(): void {
    this.#isDisposed = true;
    this.#watch.dispose();
    this.#listeners.clear();
    this.#worker.dispose().catch(this.#deps.log.error);
  }

  /** Gives the worker what it is to read; a failure is told as one of the worker is. */
  async #open(): Promise<void> {
    this.#last = undefined;
    this.#isGone = false;
    this.#openings += 1;
    const own = this.#openings;
    const isOnDisk = this.uri.scheme === "file";
    try {
      this.#state = await readFileState(this.uri);
      const file: WorkerFile | undefined = isOnDisk ? { path: this.uri.fsPath } : await this.#readAll();
      if (this.#isDisposed || file === undefined || own !== this.#openings) return;
      this.#reviveWorker();
      const request = findCaptureRequest(this.#deps.tasks(), this.uri.fsPath);
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

  #toOpened(): Extract<ToldView, { type: "opened" }> {
    const { path, fsPath } = this.uri;
    return {
      type: "opened",
      fileName: toPlainText(path.slice(path.lastIndexOf("/") + 1)),
      sizeBytes: this.#state?.sizeBytes ?? 0,
      names: buildInstanceNames(fsPath, this.#deps.tasks(), this.#deps.instances()),
    };
  }

  #tellAll(message: ToldView): void {
    for (const { tell } of this.#listeners) tell(message);
  }
}
