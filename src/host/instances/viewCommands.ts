import * as vscode from "vscode";
import type { InstanceStore } from "../../eci/listing/instanceStore.ts";
import type * as instanceDialogs from "./instanceDialogs.ts";
import type { InstanceNode, InstanceTreeNode } from "./instanceNode.ts";
import type { ViewOptions } from "./viewOptions.ts";

export type ViewCommandDeps = {
  readonly options: ViewOptions;
  readonly store: InstanceStore;
  readonly loadDialogs: () => Promise<typeof instanceDialogs>;
};

/** Registers the commands that filter, group, sort and mark the rows of the instances view. */
export function registerViewCommands({ options, store, loadDialogs }: ViewCommandDeps): vscode.Disposable {
  const register = vscode.commands.registerCommand;
  const setFavourite = async (isOne: boolean, nodes: readonly InstanceTreeNode[]) => {
    const chosen = nodes.flatMap((each) => (each.kind === "instance" ? [each] : []));
    await options.setFavourites(chosen, isOne);
  };
  return vscode.Disposable.from(
    register("eciOps.filterInstances", async () => (await loadDialogs()).askFilter(options)),
    register("eciOps.clearFilter", () => options.change({ filter: "" })),
    register("eciOps.groupInstances", async () => (await loadDialogs()).askGrouping(options, store)),
    register("eciOps.sortInstances", async () => (await loadDialogs()).askOrder(options)),
    register("eciOps.addFavourite", (node: InstanceNode, nodes: readonly InstanceTreeNode[] = [node]) =>
      setFavourite(true, nodes),
    ),
    register("eciOps.removeFavourite", (node: InstanceNode, nodes: readonly InstanceTreeNode[] = [node]) =>
      setFavourite(false, nodes),
    ),
  );
}
