import * as vscode from "vscode";
import { filterFieldNames } from "../../eci/listing/instanceFilter.ts";
import type { InstanceGrouping } from "../../eci/listing/instanceGroups.ts";
import type { InstanceOrder } from "../../eci/listing/instanceOrder.ts";
import type { InstanceStore } from "../../eci/listing/instanceStore.ts";
import { toPlainText } from "../plainText.ts";
import type { ViewOptions } from "./viewOptions.ts";

type GroupingItem = vscode.QuickPickItem & { readonly grouping?: InstanceGrouping };

/** How long after the last key a filter is shown: each change draws the rows anew. */
const typingMs = 300;

/** What rows are grouped by, in words. */
function toGroupingText(grouping: InstanceGrouping): string {
  switch (grouping) {
    case "none":
      return vscode.l10n.t("No groups");
    case "status":
      return vscode.l10n.t("Status");
    case "workload":
      return vscode.l10n.t("Kubernetes namespace and workload");
    case "image":
      return vscode.l10n.t("Image");
    case "zone":
      return vscode.l10n.t("Zone");
    case "vSwitch":
      return vscode.l10n.t("vSwitch");
    default:
      return vscode.l10n.t("Tag {0}", toPlainText(grouping.slice("tag:".length), 60));
  }
}

/** Asks for a filter; the rows follow what is typed, and go back to what they were when the user gives up. */
export async function askFilter(options: ViewOptions): Promise<void> {
  const before = options.filterText;
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t("Filter instances");
  input.value = before;
  input.placeholder = vscode.l10n.t("web status:Failed ip:10.0. tag:env=production");
  input.prompt = vscode.l10n.t(
    "Words that must all be found, or {0}. Empty shows all.",
    filterFieldNames.map((name) => (name === "tag" ? "tag:key=value" : `${name}:`)).join(" "),
  );
  input.ignoreFocusOut = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const apply = (filter: string): PromiseLike<void> => {
    clearTimeout(timer);
    return filter === options.filterText ? Promise.resolve() : options.change({ filter });
  };
  try {
    const wanted = await new Promise<string>((resolve, reject) => {
      input.onDidChangeValue((value) => {
        clearTimeout(timer);
        timer = setTimeout(() => void apply(value.trim()).then(undefined, reject), typingMs);
      });
      input.onDidAccept(() => resolve(input.value.trim()));
      input.onDidHide(() => resolve(before));
      input.show();
    });
    await apply(wanted);
  } finally {
    input.dispose();
  }
}

/** Asks what to group by; nothing changes when the user gives up. */
export async function askGrouping(options: ViewOptions, store: InstanceStore): Promise<void> {
  const simple: readonly InstanceGrouping[] = ["none", "status", "workload", "image", "zone", "vSwitch"];
  const toItem = (grouping: InstanceGrouping): GroupingItem => ({
    grouping,
    label: toGroupingText(grouping),
    ...(grouping === options.grouping ? { description: vscode.l10n.t("as it is now") } : {}),
  });
  const keys = new Set(store.all().flatMap(({ instance }) => instance.tags.map(({ key }) => key)));
  const typed: GroupingItem = { label: vscode.l10n.t("Another tag…") };
  const items: GroupingItem[] = [
    ...simple.map(toItem),
    { label: vscode.l10n.t("Tags"), kind: vscode.QuickPickItemKind.Separator },
    ...[...keys].sort().map((key) => toItem(`tag:${key}`)),
    typed,
  ];
  const choice = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t("Group instances by"),
  });
  if (choice === undefined) return;
  const key =
    choice === typed
      ? await vscode.window.showInputBox({ prompt: vscode.l10n.t("The key of the tag") })
      : undefined;
  const grouping = choice.grouping ?? (key === undefined || key === "" ? undefined : (`tag:${key}` as const));
  if (grouping !== undefined) await options.change({ grouping });
}

/** Asks for an order; nothing changes when the user gives up. */
export async function askOrder(options: ViewOptions): Promise<void> {
  const words: Readonly<Record<InstanceOrder, string>> = {
    name: vscode.l10n.t("Name"),
    status: vscode.l10n.t("Status, what failed first"),
    newest: vscode.l10n.t("Newest first"),
    restarts: vscode.l10n.t("Most restarts first"),
  };
  const items = (Object.keys(words) as InstanceOrder[]).map((order) => ({
    order,
    label: words[order],
    ...(order === options.order ? { description: vscode.l10n.t("as it is now") } : {}),
  }));
  const choice = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t("Sort instances by"),
  });
  if (choice) await options.change({ order: choice.order });
}
