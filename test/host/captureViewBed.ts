import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { openCapture, showCapture } from "../../src/host/captures/view/openCaptureView.ts";
import type { OpenedCapture } from "../../src/host/captures/view/openedCapture.ts";
import type { CaptureViewDeps } from "../../src/host/captures/view/captureViewDeps.ts";
import {
  answerSchemas,
  toViewSchema,
  type FromView,
  type ToView,
  type ViewAnswer,
  type ViewRequest,
} from "../../src/protocol/captureView.ts";

type Of<Type extends FromView["type"]> = Extract<FromView, { type: Type }>;

/** A capture in the editor's extension host, with the test in the place of the page. */
export type CaptureViewBed = {
  readonly told: ToView[];
  /** What the log was given. */
  readonly logged: unknown[];
  /** The value that the request is answered with, as the contract has it; rejects with the message of a failure. */
  readonly ask: <Type extends FromView["type"]>(
    request: ViewRequest<Of<Type>> & { readonly type: Type },
  ) => Promise<ViewAnswer<Type>>;
  /** Sends anything. */
  readonly send: (data: unknown) => void;
  /** Resolves with the first message that fits, among those that were told and those to come. */
  readonly until: (fits: (message: ToView) => boolean) => Promise<ToView>;
  readonly html: () => string;
  readonly capture: OpenedCapture;
};

export const isRead = (message: ToView): boolean => message.type === "progress" && message.isDone;

/** Opens a capture for the time of one test. */
export async function withCaptureView(
  uri: vscode.Uri,
  run: (bed: CaptureViewBed) => Promise<void>,
  known: Partial<Pick<CaptureViewDeps, "tasks" | "addresses">> = {},
): Promise<void> {
  const extension = vscode.extensions.getExtension("eci-ops.eci-ops");
  assert.ok(extension);
  const told: ToView[] = [];
  const logged: unknown[] = [];
  const received = new vscode.EventEmitter<unknown>();
  const disposed = new vscode.EventEmitter<undefined>();
  const waiting = new Map<number, (message: Extract<ToView, { type: "done" | "failed" }>) => void>();
  let lastId = 0;
  const panel = {
    title: "capture",
    visible: true,
    onDidDispose: disposed.event,
    onDidChangeViewState: new vscode.EventEmitter<undefined>().event,
    webview: {
      html: "",
      options: {},
      cspSource: "'self'",
      asWebviewUri: (file: vscode.Uri) => file,
      onDidReceiveMessage: received.event,
      postMessage: (data: unknown) => {
        const message = toViewSchema.parse(data);
        told.push(message);
        if (message.type === "done" || message.type === "failed") waiting.get(message.id)?.(message);
        return Promise.resolve(true);
      },
    },
  };
  const note = (thrown: unknown) => {
    logged.push(thrown);
  };
  const deps: CaptureViewDeps = {
    extensionUri: extension.extensionUri,
    log: { warn: note, error: note },
    tasks: () => [],
    addresses: { find: () => undefined, onDidChange: () => () => undefined },
    ...known,
  };
  const capture = openCapture(uri, deps);
  showCapture(panel as unknown as vscode.WebviewPanel, capture, deps);
  const bed: CaptureViewBed = {
    told,
    logged,
    ask: (request) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, (message) => {
          if (message.type === "failed") reject(new Error(message.message));
          else resolve(answerSchemas[request.type].parse(message.value) as ViewAnswer<typeof request.type>);
        });
        received.fire({ ...request, id: lastId });
      }),
    send: (data) => received.fire(data),
    until: async (fits) => {
      for (let tries = 0; tries < 500; tries += 1) {
        const found = told.find(fits);
        if (found) return found;
        await delay(20);
      }
      throw new Error(`It was never told; only ${told.map(({ type }) => type).join()}`);
    },
    html: () => panel.webview.html,
    capture,
  };
  try {
    await run(bed);
  } finally {
    disposed.fire(undefined);
    capture.dispose();
  }
}
