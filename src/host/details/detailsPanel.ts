import * as vscode from "vscode";
import { dispatch, type Handlers } from "../../protocol/dispatch.ts";
import {
  detailsToHostSchema,
  type DetailsToHost,
  type DetailsToPage,
} from "../../protocol/instanceDetails.ts";
import type { DetailsTarget } from "../../protocol/instanceDetailsState.ts";
import { buildMessageGate } from "../../protocol/messageGate.ts";
import { readRequestId } from "../../protocol/readRequestId.ts";
import { openPage } from "../captures/openPage.ts";
import { toDroppedText } from "../captures/toDroppedText.ts";
import type { DetailsDeps } from "./detailsDeps.ts";
import { DetailsReader, partActions } from "./detailsReader.ts";
import { toDetailsTexts } from "./detailsTexts.ts";
import { toIdentity } from "./toDetailsMessage.ts";

const everyMs = 15_000;
/** Of a long time range there is nothing new more often. */
const everyLongMs = 60_000;

/** One instance's details in one editor tab, read anew while the tab is in front. */
export class DetailsPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #target: DetailsTarget;
  readonly #deps: DetailsDeps;
  readonly #reader: DetailsReader;
  readonly #gate = buildMessageGate(detailsToHostSchema);
  readonly #listeners: readonly vscode.Disposable[];
  #range: Extract<DetailsToHost, { type: "range" }>["range"] = 300;
  #reading: AbortController | undefined;
  #stopTimer: (() => void) | undefined;
  #metricsReadAt = 0;
  #isDisposed = false;

  constructor(panel: vscode.WebviewPanel, target: DetailsTarget, deps: DetailsDeps) {
    this.#panel = panel;
    this.#target = target;
    this.#deps = deps;
    this.#reader = new DetailsReader(target, deps, (message) => this.#post(message));
    this.#listeners = [
      panel.webview.onDidReceiveMessage((data: unknown) => this.#answer(data)),
      // A hidden page does not run; it says that it is ready when it is shown again.
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#rest();
      }),
      panel.onDidDispose(() => this.dispose()),
    ];
    openPage(panel, deps.extensionUri, "instanceDetails");
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#rest();
    for (const listener of this.#listeners) listener.dispose();
  }

  #rest(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  async #post(message: DetailsToPage): Promise<void> {
    if (!this.#isDisposed) await this.#panel.webview.postMessage(message);
  }

  async #answer(data: unknown): Promise<void> {
    const message = this.#gate.pass(data);
    if (!message) {
      this.#deps.log.warn(
        `Instance details: ${this.#gate.droppedCount()} messages dropped that are not in the contract.`,
      );
      const id = readRequestId(data);
      if (id !== undefined) await this.#post({ type: "failed", id, message: toDroppedText() });
      return;
    }
    const { id } = message;
    try {
      await dispatch(this.#handlers, message);
      await this.#post({ type: "done", id });
    } catch (error) {
      this.#deps.log.error(error);
      const { what, next } = this.#deps.toErrorText(error);
      await this.#post({ type: "failed", id, message: `${what} ${next}` });
    }
  }

  readonly #handlers: Handlers<DetailsToHost, Promise<void>> = {
    ready: async ({ range }) => {
      this.#range = range;
      await this.#post({ type: "texts", texts: toDetailsTexts() });
      await this.#readAll(true);
    },
    range: async ({ range }) => {
      this.#range = range;
      await this.#readAll(true);
    },
    refresh: () => this.#readAll(true),
    showLog: async ({ containerName, isPrevious }) => {
      const { accountId } = this.#target;
      const { instance } = this.#reader;
      const container = instance?.containers.find(({ name }) => toIdentity(name) === containerName);
      const command = isPrevious ? "eciOps.showPreviousLog" : "eciOps.showContainerLog";
      if (container)
        await vscode.commands.executeCommand(command, { kind: "container", accountId, instance, container });
    },
    act: async ({ what }) => {
      const { accountId } = this.#target;
      const { instance } = this.#reader;
      const command = {
        capture: "eciOps.capturePackets",
        coreDump: "eciOps.enableCoreDump",
        json: "eciOps.showInstanceJson",
      }[what];
      if (instance) await vscode.commands.executeCommand(command, { kind: "instance", accountId, instance });
    },
    explain: async ({ part }) => {
      const error = this.#reader.errorOf(part);
      const { accountId } = this.#target;
      if (error !== undefined) await this.#deps.showError(error, { accountId, actions: [partActions[part]] });
    },
    ping: () => Promise.resolve(),
  };

  /** Reads everything, and again after a while; what was under way is given up. */
  async #readAll(withMetrics: boolean): Promise<void> {
    this.#rest();
    const reading = new AbortController();
    this.#reading = reading;
    const { signal } = reading;
    // The charts' limits are the instance's.
    await Promise.all([this.#reader.readEvents(signal), this.#reader.readInstance(signal)]);
    if (withMetrics) {
      await this.#reader.readMetrics(this.#range, signal);
      this.#metricsReadAt = performance.now();
    }
    if (this.#isDisposed || signal.aborted || !this.#panel.visible) return;
    this.#stopTimer = this.#deps.startTimer(() => {
      const isDue = this.#range === 300 || performance.now() - this.#metricsReadAt >= everyLongMs;
      this.#readAll(isDue).catch(this.#deps.log.error);
    }, everyMs);
  }
}
