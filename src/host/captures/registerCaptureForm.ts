import * as vscode from "vscode";
import { captureFormStateSchema, type FormTarget } from "../../protocol/captureForm.ts";
import { toFormInput } from "../../task/tcpdump/formInput.ts";
import { tcpdumpOptionsSchema } from "../../task/tcpdump/options.ts";
import { toPlainText } from "../plainText.ts";
import type { CaptureFormDeps, InstanceOfAccount } from "./captureFormDeps.ts";
import { CaptureFormPanel, type FormStart } from "./captureFormPanel.ts";
import { buildPresetStore } from "./presetStore.ts";

const viewType = "eciOps.captureForm";

/**
 * The command `eciOps.capturePackets` (argument: a node of the instances view, with `options` to begin with; without
 * one it asks) and its form, one tab an instance, which comes back after a reload.
 */
export function registerCaptureForm(deps: CaptureFormDeps): vscode.Disposable {
  const presets = buildPresetStore(deps.memento);
  const forms = new Map<string, CaptureFormPanel>();

  const adopt = (panel: vscode.WebviewPanel, start: FormStart) => {
    const key = toKey(start.target);
    const form = new CaptureFormPanel(panel, start, deps, presets);
    forms.set(key, form);
    panel.onDidDispose(() => {
      if (forms.get(key) === form) forms.delete(key);
    });
  };

  const open = async ({ accountId, instance }: InstanceOfAccount, input: FormStart["input"]) => {
    const target = { accountId, regionId: instance.regionId, instanceId: instance.id };
    const form = forms.get(toKey(target));
    if (form) {
      await form.show(input);
      return;
    }
    const title = vscode.l10n.t("Capture {0}", toPlainText(instance.name, 40));
    const panel = vscode.window.createWebviewPanel(viewType, title, vscode.ViewColumn.Active);
    adopt(panel, { target, instance, input });
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand("eciOps.capturePackets", async (argument: unknown) => {
      const node = isInstanceNode(argument) ? argument : undefined;
      const options = tcpdumpOptionsSchema.safeParse(node?.options).data;
      try {
        const chosen =
          node ?? (await deps.pickInstance(vscode.l10n.t("Capture the packets of which instance?")));
        if (chosen) await open(chosen, options && toFormInput(options));
      } catch (error) {
        await deps.showError(error);
      }
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel, state) => {
        const target = captureFormStateSchema.safeParse(state).data?.target;
        // Without a target there is nothing to show, and never will be.
        if (!target || forms.has(toKey(target))) panel.dispose();
        else adopt(panel, { target });
        return Promise.resolve();
      },
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (!event.affectsConfiguration("eciOps.capturePresets")) return;
      await Promise.all([...forms.values()].map((form) => form.sendPresets()));
    }),
    {
      dispose: () => {
        for (const form of forms.values()) form.dispose();
      },
    },
  );
}

function toKey({ accountId, regionId, instanceId }: FormTarget): string {
  return JSON.stringify([accountId, regionId, instanceId]);
}

function isInstanceNode(argument: unknown): argument is InstanceOfAccount & { readonly options?: unknown } {
  return (
    typeof argument === "object" &&
    argument !== null &&
    "kind" in argument &&
    argument.kind === "instance" &&
    "accountId" in argument &&
    "instance" in argument
  );
}
