import * as vscode from "vscode";
import type { EciClient } from "../../eci/eciClient.ts";
import { findRegion, knownRegions } from "../../eci/regions.ts";
import type { Log } from "../log.ts";

type RegionItem = vscode.QuickPickItem & { readonly id: string };

function toItem(id: string, chosen: readonly string[]): RegionItem {
  const region = findRegion(id);
  const name = region?.[vscode.env.language.startsWith("zh") ? "zh" : "en"];
  return { id, label: name ?? id, description: name === undefined ? "" : id, picked: chosen.includes(id) };
}

/**
 * Lets the user choose regions out of those that the service names; out of Alibaba's published table where it can't be
 * asked. Undefined when the user gave up.
 */
export async function selectRegions(
  client: Promise<EciClient>,
  chosen: readonly string[],
  log: Log,
): Promise<readonly string[] | undefined> {
  const pick = vscode.window.createQuickPick<RegionItem>();
  pick.title = vscode.l10n.t("Regions whose instances are listed");
  pick.placeholder = vscode.l10n.t("Asking the service which regions there are…");
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.busy = true;
  const abort = new AbortController();
  const fill = async (): Promise<void> => {
    const ids = await client
      .then((known) => known.describeRegions(abort.signal))
      .then((regions) => regions.map(({ id }) => id))
      .catch((error: unknown) => {
        log.warn(error);
        return knownRegions.map(({ id }) => id);
      });
    const items = [...new Set([...chosen, ...ids])].map((id) => toItem(id, chosen));
    pick.items = items.sort((a, b) => Number(b.picked) - Number(a.picked) || a.label.localeCompare(b.label));
    pick.selectedItems = pick.items.filter(({ picked }) => picked);
    pick.placeholder = vscode.l10n.t("Choose one or more");
    pick.busy = false;
  };
  try {
    return await new Promise((resolve, reject) => {
      pick.onDidAccept(() => {
        // While the list is empty nothing is selected, which would take away what was chosen before.
        if (!pick.busy) resolve(pick.selectedItems.map(({ id }) => id));
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      fill().catch(reject);
    });
  } finally {
    abort.abort();
    pick.dispose();
  }
}
