import * as vscode from "vscode";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createAccountStore, toSecretKey, type AccountStore } from "../../account/accountStore.ts";
import { AccountClients, type MakeClient } from "./accountClients.ts";
import { AccountList } from "./accountList.ts";
import { AccountsFile } from "./accountsFile.ts";
import { DemoSimulator } from "./demoSimulator.ts";

/** The accounts of this window, and their clients. */
export type Accounts = {
  readonly store: AccountStore;
  readonly list: AccountList;
  readonly clients: AccountClients;
  /** Fires with the account whose cached answers are worth nothing any more; without one, all are. */
  readonly onDidInvalidate: vscode.Event<string | undefined>;
  dispose(): void;
};

/** Opens the accounts and keeps their clients to what is true: a changed key, endpoint or list is noticed in every window. */
export function openAccounts(context: vscode.ExtensionContext, makeClient: MakeClient): Accounts {
  const { globalStorageUri, secrets } = context;
  mkdirSync(globalStorageUri.fsPath, { recursive: true, mode: 0o700 });
  const file = new AccountsFile(join(globalStorageUri.fsPath, "accounts.json"));
  const store = createAccountStore(file, secrets);
  const list = new AccountList(store, file);
  const demo = new DemoSimulator({
    scriptPath: context.asAbsolutePath("dist/simulator.cjs"),
    memoryFile: join(globalStorageUri.fsPath, "demoSimulator.txt"),
  });
  const clients = new AccountClients(store, demo, makeClient);
  const invalidated = new vscode.EventEmitter<string | undefined>();
  const invalidate = (accountId: string | undefined): void => {
    if (accountId === undefined) clients.dropAll();
    else clients.drop(accountId);
    invalidated.fire(accountId);
  };
  const revisions = new Map(store.list().map(({ id, keyRevision }) => [id, keyRevision]));
  const subscriptions = vscode.Disposable.from(
    list.onDidChange(({ accountId }) => {
      const account = store.find(accountId);
      // Not every editor tells its other windows of a changed secret.
      if (account && account.keyRevision === revisions.get(accountId)) return;
      revisions.set(accountId, account?.keyRevision);
      invalidate(accountId);
    }),
    secrets.onDidChange(async ({ key }) => {
      const account = store.list().find(({ id }) => toSecretKey(id) === key);
      // What this window changed itself is heard of here too, when calls with the new key are under way already.
      if (account && (await clients.isStale(account.id))) invalidate(account.id);
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("eciOps.endpoint")) invalidate(undefined);
    }),
    invalidated,
    list,
    clients,
    file,
  );
  return {
    store,
    list,
    clients,
    onDidInvalidate: invalidated.event,
    dispose: () => void subscriptions.dispose(),
  };
}
