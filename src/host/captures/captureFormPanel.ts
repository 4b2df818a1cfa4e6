import type * as vscode from "vscode";
import { toHostSchema, type FormTarget, type ToPage } from "../../protocol/captureForm.ts";
import { dispatch } from "../../protocol/dispatch.ts";
import { buildMessageGate } from "../../protocol/messageGate.ts";
import { readRequestId } from "../../protocol/readRequestId.ts";
import type { FormInput } from "../../task/tcpdump/formInput.ts";
import { isCancellation } from "../errors/showError.ts";
import { toLeftOutTexts } from "../tasks/togetherTexts.ts";
import type { CaptureFormDeps, InstanceOfAccount } from "./captureFormDeps.ts";
import { findChosenInstances, type ChosenInstances } from "./chosenInstances.ts";
import { toFormFailure } from "./formFailure.ts";
import { toFormInstance } from "./formInstance.ts";
import { buildFormRequests } from "./formRequests.ts";
import { openPage } from "./openPage.ts";
import type { PresetStore } from "./presetStore.ts";
import { toDroppedText } from "./toDroppedText.ts";

/** What a form is opened with; instances that are not given are looked for, without an input the page's own is kept. */
export type FormStart = {
  /** One or more. */
  readonly targets: readonly FormTarget[];
  readonly instances?: readonly InstanceOfAccount[];
  readonly input?: FormInput | undefined;
};

/** One capture form, for one instance or several, in one editor tab. Disposing it ends its work and leaves the tab, which a reload brings back to life. */
export class CaptureFormPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #deps: CaptureFormDeps;
  readonly #presets: PresetStore;
  readonly #targets: readonly FormTarget[];
  readonly #known: readonly InstanceOfAccount[];
  readonly #gate = buildMessageGate(toHostSchema);
  readonly #requests;
  readonly #listeners: readonly vscode.Disposable[];
  #chosen: ChosenInstances | undefined;
  #input: FormInput | undefined;
  /** The page runs and has said so; a hidden one does not run. */
  #isLive = false;
  #isDisposed = false;
  #lastError: unknown;

  constructor(panel: vscode.WebviewPanel, start: FormStart, deps: CaptureFormDeps, presets: PresetStore) {
    this.#panel = panel;
    this.#deps = deps;
    this.#presets = presets;
    this.#targets = start.targets;
    this.#known = start.instances ?? [];
    this.#input = start.input;
    this.#requests = buildFormRequests({
      targets: start.targets,
      deps,
      presets,
      chosen: () => this.#findChosen(),
      setUp: () => this.#setUp(),
      sendPresets: () => this.sendPresets(),
      lastError: () => this.#lastError,
    });
    this.#listeners = [
      panel.webview.onDidReceiveMessage((data: unknown) => this.#answer(data)),
      panel.onDidChangeViewState(() => {
        this.#isLive &&= panel.visible;
      }),
      panel.onDidDispose(() => this.dispose()),
    ];
    openPage(panel, deps.extensionUri, "captureForm");
  }

  /** Brings the tab to the front, filled with these options where some are given. */
  async show(input: FormInput | undefined): Promise<void> {
    this.#panel.reveal();
    this.#input = input;
    if (input && this.#isLive) await this.#setUp();
  }

  /** Tells the page the presets as they are now. */
  async sendPresets(): Promise<void> {
    if (this.#isLive) await this.#post({ type: "presets", presets: this.#presets.toFormPresets() });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#isLive = false;
    for (const listener of this.#listeners) listener.dispose();
  }

  async #answer(data: unknown): Promise<void> {
    const message = this.#gate.pass(data);
    if (!message) {
      this.#deps.log.warn(
        `Capture form: ${this.#gate.droppedCount()} messages dropped that are not in the contract.`,
      );
      const id = readRequestId(data);
      if (id !== undefined)
        await this.#post({ type: "failed", id, message: toDroppedText(), hasMore: false });
      return;
    }
    const { id } = message;
    try {
      const value = await dispatch(this.#requests, message);
      await this.#post({ type: "done", id, ...(value !== undefined && { value }) });
    } catch (error) {
      if (isCancellation(error)) {
        await this.#post({ type: "done", id });
        return;
      }
      this.#lastError = error;
      this.#deps.log.error(error);
      await this.#post({ type: "failed", id, ...toFormFailure(error) });
      // Nobody reads the answer of a tab that was hidden or closed meanwhile.
      if (!this.#panelIsVisible()) await this.#deps.showError(error);
    }
  }

  #panelIsVisible(): boolean {
    return !this.#isDisposed && this.#panel.visible;
  }

  async #post(message: ToPage): Promise<void> {
    if (!this.#isDisposed) await this.#panel.webview.postMessage(message);
  }

  async #setUp(): Promise<void> {
    const { toCaptureFormTexts } = await this.#deps.loadFormParts();
    await this.#post({ type: "texts", texts: toCaptureFormTexts() });
    const { sendable, leftOut } = await this.#findChosen();
    await this.#post({
      type: "setup",
      targets: [...this.#targets],
      instances: sendable.map((chosen) => toFormInstance(chosen, this.#deps)),
      leftOut: [...toLeftOutTexts(leftOut)],
      presets: this.#presets.toFormPresets(),
      ...(this.#input && { input: this.#input }),
    });
    this.#input = undefined;
    this.#isLive = true;
  }

  async #findChosen(): Promise<ChosenInstances> {
    this.#chosen ??= await findChosenInstances(this.#targets, this.#known, this.#deps.findInstance);
    return this.#chosen;
  }
}
