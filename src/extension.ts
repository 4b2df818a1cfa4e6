import * as vscode from "vscode";
import { registerAccountCommands } from "./host/accounts/accountCommands.ts";
import { openAccounts } from "./host/accounts/openAccounts.ts";
import { createShowError } from "./host/errors/showError.ts";
import { registerInstances } from "./host/instances/registerInstances.ts";

/** Builds the parts in the order in which data flows, and registers them. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("ECI Ops", { log: true });
  const showError = createShowError(log);
  const accounts = openAccounts(context);
  const clientFor = accounts.clients.clientFor.bind(accounts.clients);
  const instances = registerInstances(accounts);

  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("eciOps.showLog", () => log.show()),
    accounts,
    registerAccountCommands({ store: accounts.store, clientFor, showError, log }),
    instances,
  );
}
