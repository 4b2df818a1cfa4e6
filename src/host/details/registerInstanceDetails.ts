import * as vscode from "vscode";
import { detailsStateSchema, type DetailsTarget } from "../../protocol/instanceDetailsState.ts";
import { toPlainText } from "../plainText.ts";
import type { DetailsDeps } from "./detailsDeps.ts";
import { toDetailsTarget, type InstanceOfAccount } from "./detailsTarget.ts";
import { registerInstanceJson, type InstanceJsonDeps } from "./registerInstanceJson.ts";

export type RegisterDetailsDeps = DetailsDeps & InstanceJsonDeps;

const viewType = "eciOps.instanceDetails";

const toKey = ({ accountId, regionId, instanceId }: DetailsTarget) =>
  JSON.stringify([accountId, regionId, instanceId]);

/** The commands that show an instance's details (one tab an instance, which comes back after a reload) and its JSON. */
export function registerInstanceDetails(deps: RegisterDetailsDeps): vscode.Disposable {
  const tabs = new Map<string, vscode.WebviewPanel>();

  const adopt = async (panel: vscode.WebviewPanel, target: DetailsTarget): Promise<void> => {
    const key = toKey(target);
    tabs.set(key, panel);
    panel.onDidDispose(() => {
      if (tabs.get(key) === panel) tabs.delete(key);
    });
    const { DetailsPanel } = await deps.loadDetailParts();
    // It lives as long as its tab.
    if (tabs.get(key) === panel) new DetailsPanel(panel, target, deps);
  };

  const showDetails = async (node: InstanceOfAccount): Promise<void> => {
    const target = toDetailsTarget(node);
    const tab = tabs.get(toKey(target));
    if (tab) {
      tab.reveal();
      return;
    }
    const name = toPlainText(node.instance.name === "" ? node.instance.id : node.instance.name, 40);
    await adopt(vscode.window.createWebviewPanel(viewType, name, vscode.ViewColumn.Active), target);
  };

  return vscode.Disposable.from(
    registerInstanceJson(deps),
    vscode.commands.registerCommand("eciOps.showInstanceDetails", async (node?: InstanceOfAccount) => {
      try {
        const chosen = node ?? (await deps.pickInstance());
        if (chosen) await showDetails(chosen);
      } catch (error) {
        await deps.showError(error);
      }
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (panel, state) => {
        const target = detailsStateSchema.safeParse(state).data?.target;
        if (!target || tabs.has(toKey(target))) panel.dispose();
        else await adopt(panel, target);
      },
    }),
  );
}
