import * as vscode from "vscode";
import type { Instance } from "../../eci/model.ts";
import type { FormTarget, ToHost } from "../../protocol/captureForm.ts";
import type { Handlers } from "../../protocol/dispatch.ts";
import { toFilterText } from "../../task/tcpdump/filterText.ts";
import { parseFormInput, type FormInput } from "../../task/tcpdump/formInput.ts";
import { toOpsValue } from "../../task/tcpdump/opsValue.ts";
import type { TcpdumpOptions } from "../../task/tcpdump/options.ts";
import { UserError } from "../errors/userError.ts";
import { toTaskTarget } from "../tasks/taskTarget.ts";
import { askPresetName, confirmPresetDeletion } from "./askPreset.ts";
import type { CaptureFormDeps } from "./captureFormDeps.ts";
import type { PresetStore } from "./presetStore.ts";

/** What the requests of one form need of that form. */
export type FormContext = {
  readonly target: FormTarget;
  readonly deps: CaptureFormDeps;
  readonly presets: PresetStore;
  /** Rejects with a `UserError` when the instance is gone. */
  readonly instance: () => Promise<Instance>;
  /** Sends the page all that it shows. */
  readonly setUp: () => Promise<void>;
  readonly sendPresets: () => Promise<void>;
  readonly lastError: () => unknown;
};

/** What sending a capture asks of an identity: the instance is looked for, the task sent and followed. */
const startActions = [
  "eci:DescribeContainerGroups",
  "eci:DescribeInstanceOpsRecords",
  "eci:CreateInstanceOpsTask",
];

/** What the form's requests do. Each resolves with the answer's value, or with undefined when the user backed out. */
export function buildFormRequests(context: FormContext): Handlers<ToHost, Promise<string | undefined>> {
  const { deps, presets, target } = context;
  return {
    ready: async () => {
      await context.setUp();
      return "ready";
    },
    ping: () => Promise.resolve("there"),
    start: buildStart(context),
    copy: async ({ what, input }) => {
      const options = parseOptions(input);
      await vscode.env.clipboard.writeText(what === "filter" ? toFilterText(options) : toOpsValue(options));
      return what === "filter" ? vscode.l10n.t("tcpdump expression") : vscode.l10n.t("OpsValue");
    },
    copyAs: async ({ input }) => {
      const { regionId, instanceId } = target;
      const opsValue = toOpsValue(parseOptions(input));
      const endpoint = await deps.endpointFor(target.accountId, regionId);
      const { copyEquivalent } = await deps.loadFormParts();
      return copyEquivalent({ regionId, instanceId, opsType: "tcpdump", opsValue }, endpoint);
    },
    pickPeer: async () => {
      const peer = await deps.pickInstance(vscode.l10n.t("Which instance is the other side?"));
      if (!peer) return undefined;
      if (peer.instance.privateIp === undefined) {
        throw new UserError(
          vscode.l10n.t("That instance has no private address (yet)."),
          vscode.l10n.t("Pick another one, or type the address."),
        );
      }
      return peer.instance.privateIp;
    },
    savePreset: async ({ input }) => {
      const options = parseOptions(input);
      const name = await askPresetName(presets.own().map((preset) => preset.name));
      if (name === undefined) return undefined;
      await presets.save({ name, options });
      await context.sendPresets();
      return name;
    },
    deletePreset: async ({ name }) => {
      if (!(await confirmPresetDeletion(name))) return undefined;
      await presets.remove(name);
      await context.sendPresets();
      return name;
    },
    showTasks: async () => {
      await vscode.commands.executeCommand("eciOps.tasks.focus");
      return "shown";
    },
    explain: async () => {
      await deps.showError(context.lastError(), { accountId: target.accountId, actions: startActions });
      return "shown";
    },
    changeKey: async () => {
      await vscode.commands.executeCommand("eciOps.changeSecret", { accountId: target.accountId });
      return "asked";
    },
  };
}

/** Sends the capture; one at a time, so that a double click sends one. */
function buildStart({ deps, presets, target, instance, sendPresets }: FormContext) {
  let isSending = false;
  return async ({ input }: { readonly input: FormInput }): Promise<string | undefined> => {
    if (isSending) {
      throw new UserError(
        vscode.l10n.t("A capture of this form is being sent already."),
        vscode.l10n.t("Wait for its answer."),
      );
    }
    isSending = true;
    try {
      const options = parseOptions(input);
      const chosen = await instance();
      if (!(await deps.confirmProduction(chosen))) return undefined;
      const { accountId } = target;
      const task = await deps.startCapture(toTaskTarget({ accountId, instance: chosen }), options);
      await presets.rememberUsed(options);
      await sendPresets();
      return task.id;
    } finally {
      isSending = false;
    }
  };
}

/** The page has checked the same; a page is not to be believed. */
function parseOptions(input: FormInput): TcpdumpOptions {
  const { options } = parseFormInput(input);
  if (!options) {
    throw new UserError(
      vscode.l10n.t("The options are not valid."),
      vscode.l10n.t("Correct the marked fields."),
    );
  }
  return options;
}
