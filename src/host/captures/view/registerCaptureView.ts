import * as vscode from "vscode";
import type { CaptureViewDeps } from "./captureViewDeps.ts";
import type * as captureView from "./openCaptureView.ts";

/** Loads what shows captures, at its first use. */
export type LoadCaptureView = () => Promise<typeof captureView>;

/** A capture as the editor knows it; it is opened when it is first shown, and closed with its last editor. */
class CaptureDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  #capture: ReturnType<typeof captureView.openCapture> | undefined;
  isDisposed = false;

  constructor(uri: vscode.Uri) {
    this.uri = uri;
  }

  open(view: typeof captureView, deps: CaptureViewDeps): ReturnType<typeof captureView.openCapture> {
    this.#capture ??= view.openCapture(this.uri, deps);
    return this.#capture;
  }

  dispose(): void {
    this.isDisposed = true;
    this.#capture?.dispose();
  }
}

/** The read-only editor `eciOps.captureView`. */
export function registerCaptureView(load: LoadCaptureView, deps: CaptureViewDeps): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider<CaptureDocument> = {
    openCustomDocument: (uri) => new CaptureDocument(uri),
    resolveCustomEditor: async (document, panel, token) => {
      const view = await load();
      // Who closed the tab meanwhile has no document that could be closed later.
      if (token.isCancellationRequested || document.isDisposed) return;
      view.showCapture(panel, document.open(view, deps), deps);
    },
  };
  return vscode.window.registerCustomEditorProvider("eciOps.captureView", provider, {
    supportsMultipleEditorsPerDocument: true,
  });
}
