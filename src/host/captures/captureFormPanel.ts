import * as vscode from "vscode";
import type { Instance } from "../../eci/model.ts";
import { findRegion, regionsWithoutTcpdump } from "../../eci/regions.ts";
import { toHostSchema, type FormTarget, type ToPage } from "../../protocol/captureForm.ts";
import { dispatch } from "../../protocol/dispatch.ts";
import { buildMessageGate } from "../../protocol/messageGate.ts";
import { readRequestId } from "../../protocol/readRequestId.ts";
import type { FormInput } from "../../task/tcpdump/formInput.ts";
import { isCancellation } from "../errors/showError.ts";
import { UserError } from "../errors/userError.ts";
import { toPlainText } from "../plainText.ts";
import type { CaptureFormDeps } from "./captureFormDeps.ts";
import { toFormFailure } from "./formFailure.ts";
import { buildFormRequests } from "./formRequests.ts";
import { openPage } from "./openPage.ts";
import type { PresetStore } from "./presetStore.ts";
import { toDroppedText } from "./toDroppedText.ts";

/** What a form is opened with; without an instance it is looked for, without an input the page's own is kept. */
export type FormStart = {
  readonly target: FormTarget;
  readonly instance?: Instance | undefined;
  readonly input?: FormInput | undefined;
};

/** One capture form in one editor tab. Disposing it ends its work and leaves the tab, which a reload brings back to life. */
export class CaptureFormPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #deps: CaptureFormDeps;
  readonly #presets: PresetStore;
  readonly #target: FormTarget;
  readonly #gate = buildMessageGate(toHostSchema);
  readonly #requests;
  readonly #listeners: readonly vscode.Disposable[];
  #instance: Instance | undefined;
  #input: FormInput | undefined;
  /** The page runs and has said so; a hidden one does not run. */
  #isLive = false;
  #isDisposed = false;
  #lastError: unknown;

  constructor(panel: vscode.WebviewPanel, start: FormStart, deps: CaptureFormDeps, presets: PresetStore) {
    this.#panel = panel;
    this.#deps = deps;
    this.#presets = presets;
    this.#target = start.target;
    this.#instance = start.instance;
    this.#input = start.input;
    this.#requests = buildFormRequests({
      target: start.target,
      deps,
      presets,
      instance: () => this.#findInstance(),
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
    const instance = await this.#findInstance();
    const { accountId, regionId } = this.#target;
    const region = findRegion(regionId);
    const isChinese = vscode.env.language.toLowerCase().startsWith("zh");
    const regionName = isChinese ? region?.zh : region?.en;
    await this.#post({
      type: "setup",
      target: this.#target,
      heading: {
        instanceName: toPlainText(instance.name),
        instanceId: toPlainText(instance.id),
        regionName: regionName === undefined ? toPlainText(regionId) : `${regionName} (${regionId})`,
        accountName: toPlainText(this.#deps.accountName(accountId)),
        isDemo: this.#deps.isDemo(accountId),
      },
      presets: this.#presets.toFormPresets(),
      regionWithoutTcpdump: regionsWithoutTcpdump.includes(regionId),
      ...(instance.privateIp !== undefined && { instanceIp: instance.privateIp }),
      ...(this.#input && { input: this.#input }),
    });
    this.#input = undefined;
    this.#isLive = true;
  }

  async #findInstance(): Promise<Instance> {
    const { accountId, regionId, instanceId } = this.#target;
    this.#instance ??= await this.#deps.findInstance(accountId, regionId, instanceId);
    if (this.#instance) return this.#instance;
    throw new UserError(
      vscode.l10n.t(
        "The instance {0} is not there any more, or its account is not.",
        toPlainText(instanceId),
      ),
      vscode.l10n.t("What was captured of it stays in Tasks."),
    );
  }
}
