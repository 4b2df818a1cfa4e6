import * as vscode from "vscode";
import type * as accountActions from "./accountActions.ts";

const ids = [
  "eciOps.addAccount",
  "eciOps.addDemoAccount",
  "eciOps.copyRamPolicy",
  "eciOps.checkPermissions",
  "eciOps.testAccount",
  "eciOps.selectRegions",
  "eciOps.renameAccount",
  "eciOps.changeSecret",
  "eciOps.chooseProfile",
  "eciOps.mendAccount",
  "eciOps.removeAccount",
] as const;

/** A command about accounts. */
export type AccountCommandId = (typeof ids)[number];

export type AccountCommandDeps = accountActions.AccountActionDeps & {
  readonly loadActions: () => Promise<typeof accountActions>;
};

/** Registers the commands that add, test, change and remove accounts; what they do is loaded at the first of them. */
export function registerAccountCommands(deps: AccountCommandDeps): vscode.Disposable {
  let actions: Promise<accountActions.AccountActions> | undefined;
  const run = async (id: AccountCommandId, argument: unknown): Promise<void> => {
    actions ??= deps.loadActions().then(({ createAccountActions }) => createAccountActions(deps));
    await (await actions)[id](argument);
  };
  return vscode.Disposable.from(
    ...ids.map((id) =>
      vscode.commands.registerCommand(id, (argument: unknown) =>
        run(id, argument).catch((error: unknown) => deps.showError(error)),
      ),
    ),
  );
}
