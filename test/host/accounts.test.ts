import { afterEach, beforeEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import * as cloudParts from "../../src/host/accounts/cloudParts.ts";
import { openAccounts, type Accounts } from "../../src/host/accounts/openAccounts.ts";
import { InstanceStore } from "../../src/eci/listing/instanceStore.ts";
import type { InstancesTree } from "../../src/host/instances/instancesTree.ts";
import { writeFileAtomically } from "../../src/task/atomicFile.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { openTreeBed, type TreeBed } from "./instancesBed.ts";
import { waitUntil } from "./taskBed.ts";

/** The editor gives its secret storage to an activated extension alone: this one keeps to the same interface. */
function memorySecrets(): vscode.SecretStorage {
  const values = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  const tell = (key: string): Promise<void> => {
    changed.fire({ key });
    return Promise.resolve();
  };
  return {
    get: (key) => Promise.resolve(values.get(key)),
    store: (key, value) => {
      values.set(key, value);
      return tell(key);
    },
    delete: (key) => {
      values.delete(key);
      return tell(key);
    },
    onDidChange: changed.event,
  };
}

const region = "cn-hangzhou";
const loadCloud = () => Promise.resolve(cloudParts);

describe("accounts in the editor", () => {
  let simulator: Simulator;
  let folder: string;
  let accounts: Accounts;
  let store: InstanceStore;
  let tree: InstancesTree;
  let bed: TreeBed;
  const settings = () => vscode.workspace.getConfiguration("eciOps");
  const setEndpoint = (text: string | undefined) =>
    settings().update("endpoint", text, vscode.ConfigurationTarget.Global);
  beforeEach(async () => {
    simulator = await startSimulator({ engine: "synthetic", regions: [region] });
    folder = await mkdtemp(path.join(tmpdir(), "eci-host-accounts-"));
    await setEndpoint(simulator.endpoint);
    const context = {
      globalStorageUri: vscode.Uri.file(folder),
      secrets: memorySecrets(),
      asAbsolutePath: (file: string) => path.join(folder, file),
    };
    accounts = openAccounts(context as unknown as vscode.ExtensionContext, loadCloud);
    store = new InstanceStore((accountId) => accounts.clients.clientFor(accountId));
    bed = openTreeBed(accounts.list, store);
    tree = bed.tree;
    accounts.onDidInvalidate((accountId) => {
      for (const id of accountId === undefined ? accounts.store.list().map((each) => each.id) : [accountId]) {
        store.forget(id);
      }
    });
  });
  afterEach(async () => {
    bed.dispose();
    store.dispose();
    accounts.dispose();
    await setEndpoint(undefined);
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  const addAccount = (name = "Shop") => {
    const credentials = simulator.identities.full;
    return accounts.store.add({ kind: "accessKey", name, regions: [region], credentials });
  };

  it("drop the client of a changed key at once, and keep no key in the list's file", async () => {
    const { id } = await addAccount();
    const first = await accounts.clients.clientFor(id);
    assert.equal(await accounts.clients.clientFor(id), first);
    await accounts.store.changeSecret(id, simulator.identities.readOnly);
    const second = await accounts.clients.clientFor(id);
    assert.notEqual(second, first);
    assert.match((await second.getCallerIdentity()).arn, /./u);
    const text = await readFile(path.join(folder, "accounts.json"), "utf8");
    for (const secret of [simulator.identities.full, simulator.identities.readOnly]) {
      assert.ok(!text.includes(secret.accessKeySecret));
    }
  });

  it("forget what was listed for an account that this or another window removed, and for no other", async () => {
    const [mine, theirs] = [await addAccount("Mine"), await addAccount("Theirs")];
    await store.read(mine.id, region);
    await store.read(theirs.id, region);
    const client = await accounts.clients.clientFor(mine.id);
    const owners = () => [...new Set(store.all().map(({ accountId }) => accountId))];
    assert.deepEqual(owners(), [mine.id, theirs.id]);
    const file = path.join(folder, "accounts.json");
    const list = JSON.parse(await readFile(file, "utf8")) as Record<string, { id: string }[]>;
    const kept = Object.entries(list).map(([key, rows]) => [key, rows.filter(({ id }) => id === mine.id)]);
    await writeFileAtomically(file, JSON.stringify(Object.fromEntries(kept)));
    await waitUntil("the other account is gone", () => accounts.store.find(theirs.id) === undefined);
    await waitUntil("its rows are gone", () => owners().length === 1);
    assert.deepEqual(owners(), [mine.id]);
    assert.equal(await accounts.clients.clientFor(mine.id), client, "nothing happened to this one");
    await accounts.store.remove(mine.id);
    assert.deepEqual(store.all(), []);
    await assert.rejects(accounts.clients.clientFor(mine.id), /was removed/u);
  });

  it("say in the tree what is wrong with the endpoint in the settings", async () => {
    const account = await addAccount();
    const wrong: Readonly<Record<string, RegExp>> = {
      "https://a b": /is not an address/u,
      "http://example.com": /must begin with https/u,
      "https://me:key@example.com": /no user name and no password/u,
      "https://example.com/eci": /a host alone/u,
      "https://{zone}.example.com": /one placeholder alone: \{region\}/u,
    };
    for (const [text, words] of Object.entries(wrong)) {
      await setEndpoint(text);
      await waitUntil("the setting is heard", () => settings().get("endpoint") === text);
      store.forget(account.id);
      const [row] = await tree.getChildren({ kind: "region", account, regionId: region });
      assert.ok(row?.kind === "message", text);
      assert.match(row.label, words);
      assert.match(row.tooltip, /Correct it in the settings/u);
    }
  });
});
