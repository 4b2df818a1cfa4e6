import * as vscode from "vscode";
import { fromViewSchema, type FromView, type ToView } from "../../../protocol/captureView.ts";
import { dispatch, type Handlers } from "../../../protocol/dispatch.ts";
import { buildMessageGate } from "../../../protocol/messageGate.ts";
import { readRequestId } from "../../../protocol/readRequestId.ts";
import { toPlainText } from "../../plainText.ts";
import { openPage } from "../openPage.ts";
import { toDroppedText } from "../toDroppedText.ts";
import type { LookUp } from "../worker/workerMessages.ts";
import type { CaptureViewDeps } from "./captureViewDeps.ts";
import { toCaptureViewTexts } from "./captureViewTexts.ts";
import { WorkerFailureError } from "./captureWorkerClient.ts";
import { exportPackets } from "./exportPackets.ts";
import { toFailureText } from "./failureTexts.ts";
import type { OpenedCapture } from "./openedCapture.ts";

/** One page of an open capture, in one editor. Disposing it ends its part in the capture. */
export class CapturePage implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #capture: OpenedCapture;
  readonly #deps: CaptureViewDeps;
  readonly #gate = buildMessageGate(fromViewSchema);
  readonly #listeners: vscode.Disposable[];
  #listener: ReturnType<OpenedCapture["addListener"]>;
  /** The page runs and has said so; a hidden one does not run. */
  #isLive = false;
  #isDisposed = false;

  constructor(panel: vscode.WebviewPanel, capture: OpenedCapture, deps: CaptureViewDeps) {
    this.#panel = panel;
    this.#capture = capture;
    this.#deps = deps;
    this.#listener = this.#listen();
    this.#listeners = [
      panel.webview.onDidReceiveMessage((data: unknown) => this.#answer(data)),
      panel.onDidChangeViewState(() => {
        this.#isLive &&= panel.visible;
      }),
      panel.onDidDispose(() => this.dispose()),
    ];
    openPage(panel, deps.extensionUri, "captureView");
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#isLive = false;
    this.#listener.dispose();
    for (const listener of this.#listeners) listener.dispose();
  }

  #listen(): ReturnType<OpenedCapture["addListener"]> {
    return this.#capture.addListener((message) => {
      if (this.#isLive) this.#send(message);
    });
  }

  async #answer(data: unknown): Promise<void> {
    const message = this.#gate.pass(data);
    if (!message) {
      const count = this.#gate.droppedCount();
      this.#deps.log.warn(`Capture view: ${count} messages dropped that are not in the contract.`);
      const id = readRequestId(data);
      if (id !== undefined) this.#send({ type: "failed", id, message: toDroppedText() });
      return;
    }
    const { id } = message;
    try {
      this.#send({ type: "done", id, value: await dispatch(this.#requests, message) });
    } catch (error) {
      this.#send({ type: "failed", id, message: this.#toMessage(error) });
    }
  }

  readonly #requests: Handlers<FromView, Promise<unknown>> = {
    ready: async () => {
      // A page that begins anew knows nothing of the filter that it had.
      this.#listener.dispose();
      this.#listener = this.#listen();
      this.#send({ type: "texts", texts: toCaptureViewTexts() });
      this.#isLive = true;
      await this.#capture.introduce((message) => this.#send(message));
      return null;
    },
    rows: (request) => this.#lookUp(request),
    packet: (request) => this.#lookUp(request),
    filter: (request) => this.#lookUp(request),
    place: (request) => this.#lookUp(request),
    names: ({ addresses }) => Promise.resolve({ names: this.#capture.names(addresses) }),
    conversations: (request) => this.#lookUp(request),
    stream: (request) => this.#lookUp(request),
    export: ({ format, isShare }) =>
      exportPackets(this.#capture.uri, { format, isShare }, (path, signal) =>
        this.#capture.worker.ask(this.#listener.list, { type: "write", path, format, isShare }, signal),
      ),
    copy: async ({ text }) => {
      await vscode.env.clipboard.writeText(text);
      return null;
    },
    ping: () => Promise.resolve(null),
    reload: async () => {
      await this.#capture.reload();
      return null;
    },
  };

  #lookUp(request: LookUp): Promise<unknown> {
    return this.#capture.worker.ask(this.#listener.list, request);
  }

  #toMessage(error: unknown): string {
    const isKnown = error instanceof WorkerFailureError && error.failure.kind !== "unknown";
    if (!isKnown) this.#deps.log.error(error);
    if (error instanceof WorkerFailureError) {
      const { message, next } = toFailureText(error.failure);
      return `${message} ${next}`.trim();
    }
    const reason = toPlainText(error instanceof Error ? error.message : String(error));
    return vscode.l10n.t("Something went wrong: {0}", reason);
  }

  #send(message: ToView): void {
    if (this.#isDisposed) return;
    this.#panel.webview.postMessage(message).then(undefined, this.#deps.log.error);
  }
}
