import * as vscode from "vscode";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createAccountStore, toSecretKey, type AccountStore } from "../../account/accountStore.ts";
import type { Account } from "../../account/account.ts";
import { AccountClients, createClientMaker, type MakeClient } from "./accountClients.ts";
import { AccountHealth } from "./accountHealth.ts";
import { AccountList } from "./accountList.ts";
import type { AccountSource } from "./accountSource.ts";
import { AccountsFile } from "./accountsFile.ts";
import { AliyunConfig } from "./aliyunConfig.ts";
import type * as cloudParts from "./cloudParts.ts";
import { DemoSimulator } from "./demoSimulator.ts";
import { readEndpointSetting } from "./endpointSetting.ts";

/** The accounts of this window, and their clients. */
export type Accounts = {
  readonly store: AccountStore;
  readonly list: AccountList;
  readonly clients: AccountClients;
  readonly makeClient: MakeClient;
  /** Which accounts cannot sign in, and why. */
  readonly health: AccountHealth;
  /** The aliyun CLI's file, whose profiles can be accounts. */
  readonly config: AliyunConfig;
  /** Fires with the account whose cached answers are worth nothing any more; without one, all are. */
  readonly onDidInvalidate: vscode.Event<string | undefined>;
  dispose(): void;
};

/** Opens the accounts and keeps their clients to what is true: a changed key, endpoint or list is noticed in every window. */
export function openAccounts(
  context: vscode.ExtensionContext,
  loadCloud: () => Promise<typeof cloudParts>,
): Accounts {
  const { globalStorageUri, secrets } = context;
  mkdirSync(globalStorageUri.fsPath, { recursive: true, mode: 0o700 });
  const file = new AccountsFile(join(globalStorageUri.fsPath, "accounts.json"));
  const store = createAccountStore(file, secrets);
  const list = new AccountList(store, file);
  const demo = new DemoSimulator({
    scriptPath: context.asAbsolutePath("dist/simulator.cjs"),
    memoryFile: join(globalStorageUri.fsPath, "demoSimulator.txt"),
  });
  const health = new AccountHealth();
  const config = new AliyunConfig(() => vscode.workspace.getConfiguration("eciOps").get("aliyunConfig", ""));
  const makeClient = createClientMaker(loadCloud);
  const createSource = (account: Account) => createAccountSource(account, config, loadCloud);
  const clients = new AccountClients({ accounts: store, demo, createSource, makeClient, health });
  const invalidated = new vscode.EventEmitter<string | undefined>();
  const invalidate = (accountId: string | undefined): void => {
    if (accountId === undefined) clients.dropAll();
    else clients.drop(accountId);
    for (const id of accountId === undefined ? health.troubled() : [accountId]) health.clear(id);
    invalidated.fire(accountId);
  };
  const recheck = async (accountId: string): Promise<void> => {
    if (!(await clients.recheck(accountId))) return;
    // Also tells the health that the account can sign in again.
    const identity = await (await clients.clientFor(accountId)).getCallerIdentity();
    const before = store.find(accountId)?.identity;
    if (before?.accountId === identity.accountId && before.arn === identity.arn) return;
    await store.setIdentity(accountId, identity);
    // What was listed was somebody else's to see; the client has the new key already.
    invalidated.fire(accountId);
  };
  const recheckAll = (): void => {
    // What goes wrong is the account's trouble, and its rows say so.
    for (const { id } of store.list()) recheck(id).catch(() => undefined);
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
      if (change.affectsConfiguration("eciOps.aliyunConfig")) config.follow();
    }),
    new vscode.Disposable(config.onChange(recheckAll)),
    config,
    health,
    invalidated,
    list,
    clients,
    file,
  );
  return {
    store,
    list,
    clients,
    makeClient,
    health,
    config,
    onDidInvalidate: invalidated.event,
    dispose: () => void subscriptions.dispose(),
  };
}

async function createAccountSource(
  account: Account,
  config: AliyunConfig,
  loadCloud: () => Promise<typeof cloudParts>,
): Promise<AccountSource | undefined> {
  switch (account.kind) {
    case "profile":
      return (await loadCloud()).createProfileSource(account, {
        readConfig: () => config.read(),
        endpoint: readEndpointSetting,
      });
    case "environment":
      return (await loadCloud()).createEnvironmentSource(process.env);
    case "accessKey":
    case "sts":
    case "demo":
      return undefined;
  }
}
