import * as vscode from "vscode";
import { captureFormStateSchema, maxTargets, type FormTarget } from "../../protocol/captureForm.ts";
import { toFormInput } from "../../task/tcpdump/formInput.ts";
import { tcpdumpOptionsSchema } from "../../task/tcpdump/options.ts";
import { UserError } from "../errors/userError.ts";
import { toPlainText } from "../plainText.ts";
import type { CaptureFormDeps, InstanceOfAccount } from "./captureFormDeps.ts";
import type { CaptureFormPanel, FormStart } from "./captureFormPanel.ts";
import { buildPresetStore } from "./presetStore.ts";

const viewType = "eciOps.captureForm";

/**
 * The command `eciOps.capturePackets` (arguments: a node of the instances view, with `options` to begin with, and all
 * selected nodes; without one it asks) and its form, one tab for the same instances, which comes back after a reload.
 */
export function registerCaptureForm(deps: CaptureFormDeps): vscode.Disposable {
  const presets = buildPresetStore(deps.memento);
  const forms = new Map<string, CaptureFormPanel>();

  const adopt = (Form: typeof CaptureFormPanel, panel: vscode.WebviewPanel, start: FormStart) => {
    const key = toKey(start.targets);
    const form = new Form(panel, start, deps, presets);
    forms.set(key, form);
    panel.onDidDispose(() => {
      if (forms.get(key) === form) forms.delete(key);
    });
  };

  const open = async (rows: readonly InstanceOfAccount[], input: FormStart["input"]) => {
    // One instance may stand in several places of the view.
    const chosen = [...new Map(rows.map((row) => [toKey([toTarget(row)]), row])).values()];
    const targets = chosen.map(toTarget);
    if (targets.length > maxTargets) {
      throw new UserError(
        vscode.l10n.t(
          "{0} instances are chosen, and one form takes {1} at most.",
          targets.length,
          maxTargets,
        ),
        vscode.l10n.t("Choose fewer, and open a form for the others after that."),
      );
    }
    const { CaptureFormPanel: Form } = await deps.loadFormParts();
    const form = forms.get(toKey(targets));
    if (form) {
      await form.show(input);
      return;
    }
    const panel = vscode.window.createWebviewPanel(viewType, toTitle(chosen), vscode.ViewColumn.Active);
    adopt(Form, panel, { targets, instances: chosen, input });
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand("eciOps.capturePackets", async (argument: unknown, all: unknown) => {
      const node = isInstanceNode(argument) ? argument : undefined;
      const nodes = Array.isArray(all) ? all.filter(isInstanceNode) : [];
      const options = tcpdumpOptionsSchema.safeParse(node?.options).data;
      try {
        const picked =
          node ?? (await deps.pickInstance(vscode.l10n.t("Capture the packets of which instance?")));
        if (picked) await open(nodes.length > 0 ? nodes : [picked], options && toFormInput(options));
      } catch (error) {
        await deps.showError(error);
      }
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state) => {
        const { CaptureFormPanel: Form } = await deps.loadFormParts();
        const targets = captureFormStateSchema.safeParse(state).data?.targets;
        // Without a target there is nothing to show, and never will be.
        if (!targets || forms.has(toKey(targets))) panel.dispose();
        else adopt(Form, panel, { targets });
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

function toTarget({ accountId, instance }: InstanceOfAccount): FormTarget {
  return { accountId, regionId: instance.regionId, instanceId: instance.id };
}

/** The same for the same instances, in whatever order they were selected. */
function toKey(targets: readonly FormTarget[]): string {
  const keys = targets.map(({ accountId, regionId, instanceId }) =>
    JSON.stringify([accountId, regionId, instanceId]),
  );
  return keys.sort().join();
}

function toTitle(chosen: readonly InstanceOfAccount[]): string {
  const [first] = chosen;
  return first && chosen.length === 1
    ? vscode.l10n.t("Capture {0}", toPlainText(first.instance.name, 40))
    : vscode.l10n.t("Capture {0} instances", chosen.length);
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
