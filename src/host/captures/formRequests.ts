import * as vscode from "vscode";
import type { FormTarget, ToHost } from "../../protocol/captureForm.ts";
import type { Handlers } from "../../protocol/dispatch.ts";
import { toFilterText } from "../../task/tcpdump/filterText.ts";
import type { TaskTarget } from "../../task/task.ts";
import { parseFormInput, type FormInput } from "../../task/tcpdump/formInput.ts";
import { toOpsValue } from "../../task/tcpdump/opsValue.ts";
import type { TcpdumpOptions } from "../../task/tcpdump/options.ts";
import { UserError } from "../errors/userError.ts";
import { toPlainText } from "../plainText.ts";
import { sendTogether } from "../tasks/sendTogether.ts";
import { toTaskTarget } from "../tasks/taskTarget.ts";
import { toTogetherCount } from "../tasks/togetherTexts.ts";
import { askPresetName, confirmPresetDeletion } from "./askPreset.ts";
import type { CaptureFormDeps } from "./captureFormDeps.ts";
import type { ChosenInstances } from "./chosenInstances.ts";
import type { PresetStore } from "./presetStore.ts";

/** What the requests of one form need of that form. */
export type FormContext = {
  readonly targets: readonly FormTarget[];
  readonly deps: CaptureFormDeps;
  readonly presets: PresetStore;
  /** Rejects with a `UserError` when none of the instances is left. */
  readonly chosen: () => Promise<ChosenInstances>;
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
  const { deps, presets, targets } = context;
  /** The account that is asked about first: of several instances it is the first one's. */
  const accountId = targets[0]?.accountId;
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
      const opsValue = toOpsValue(parseOptions(input));
      const { sendable } = await context.chosen();
      const [first] = sendable;
      if (!first) return undefined;
      const { regionId, id: instanceId, name } = first.instance;
      const endpoint = await deps.endpointFor(first.accountId, regionId);
      const { copyEquivalent } = await deps.loadFormParts();
      const kind = await copyEquivalent({ regionId, instanceId, opsType: "tcpdump", opsValue }, endpoint);
      if (kind === undefined || sendable.length === 1) return kind;
      return vscode.l10n.t(
        "{0}, for {1}, the first of the {2} instances",
        kind,
        toPlainText(name === "" ? instanceId : name, 80),
        sendable.length,
      );
    },
    whose: ({ address }) => Promise.resolve(deps.whose(address)),
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
      await deps.showError(context.lastError(), { accountId, actions: startActions });
      return "shown";
    },
    changeKey: async () => {
      await vscode.commands.executeCommand("eciOps.changeSecret", { accountId });
      return "asked";
    },
  };
}

/** Sends the captures; once at a time, so that a double click sends once. */
function buildStart(context: FormContext) {
  const { deps, presets, targets } = context;
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
      const chosen = await context.chosen();
      if (!(await deps.confirmProduction(chosen.sendable.map(({ instance }) => instance)))) return undefined;
      const said = await (targets.length === 1 ? startOne : startAll)(chosen, options, deps);
      await presets.rememberUsed(options);
      await context.sendPresets();
      return said;
    } finally {
      isSending = false;
    }
  };
}

async function startOne({ sendable }: ChosenInstances, options: TcpdumpOptions, deps: CaptureFormDeps) {
  const [only] = sendable;
  return only && (await deps.startCapture(toTaskTarget(only), options)).id;
}

/** What the answer says is how many run; why others do not is said beside it, and outlives the page. */
async function startAll(
  { sendable, leftOut }: ChosenInstances,
  options: TcpdumpOptions,
  { startCapture, log }: CaptureFormDeps,
): Promise<string> {
  const send = (target: TaskTarget, signal: AbortSignal) => startCapture(target, options, signal);
  const order = { kind: "capture", send, actions: startActions, log } as const;
  const { sent } = await sendTogether(order, sendable.map(toTaskTarget), leftOut);
  return toTogetherCount("capture", sent.length, sendable.length + leftOut.length);
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
