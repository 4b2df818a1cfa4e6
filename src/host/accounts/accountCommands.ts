import * as vscode from "vscode";
import type * as accountActions from "./accountActions.ts";

const ids = [
  "addAccount",
  "addDemoAccount",
  "copyRamPolicy",
  "checkPermissions",
  "testAccount",
  "selectRegions",
  "renameAccount",
  "changeSecret",
  "chooseProfile",
  "mendAccount",
  "removeAccount",
] as const;

/** A command about accounts. */
export type AccountCommandId = `eciOps.${(typeof ids)[number]}`;

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
    ...ids.map((name) =>
      vscode.commands.registerCommand(`eciOps.${name}`, (argument: unknown) =>
        run(`eciOps.${name}`, argument).catch((error: unknown) => deps.showError(error)),
      ),
    ),
  );
}
