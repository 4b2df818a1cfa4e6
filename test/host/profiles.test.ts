import { afterEach, beforeEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { registerAccountCommands } from "../../src/host/accounts/accountCommands.ts";
import { registerAccountStatusBar } from "../../src/host/accounts/accountStatusBar.ts";
import * as accountActions from "../../src/host/accounts/accountActions.ts";
import * as cloudParts from "../../src/host/accounts/cloudParts.ts";
import { openAccounts, type Accounts } from "../../src/host/accounts/openAccounts.ts";
import { createShowError } from "../../src/host/errors/showError.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { recordEditor, type RecordedEditor } from "./recordedEditor.ts";
import { toText, waitUntil } from "./taskBed.ts";

const region = "cn-hangzhou";
const role = { ram_role_arn: "acs:ram::1234567890123456:role/eci-ops", ram_session_name: "from-editor" };

type Key = { accessKeyId: string; accessKeySecret: string; securityToken?: string };
const toRow = ({ accessKeyId, accessKeySecret, securityToken }: Key) => ({
  access_key_id: accessKeyId,
  access_key_secret: accessKeySecret,
  sts_token: securityToken,
});

describe("profiles of the aliyun CLI in the editor", () => {
  let simulator: Simulator;
  let folder: string;
  let file: string;
  let accounts: Accounts;
  let editor: RecordedEditor;
  let registered: vscode.Disposable;
  const set = (name: string, value: string | undefined) =>
    vscode.workspace.getConfiguration("eciOps").update(name, value, vscode.ConfigurationTarget.Global);
  const writeProfiles = (...profiles: readonly object[]) =>
    writeFile(file, JSON.stringify({ current: "work", profiles }));
  beforeEach(async () => {
    simulator = await startSimulator({ engine: "synthetic", regions: [region] });
    folder = await mkdtemp(path.join(tmpdir(), "eci-host-profiles-"));
    file = path.join(folder, "aliyun", "config.json");
    await set("endpoint", simulator.endpoint);
    await set("aliyunConfig", file);
    editor = recordEditor();
    accounts = openAccounts(
      {
        globalStorageUri: vscode.Uri.file(folder),
        secrets: {
          get: () => assert.fail("A profile keeps no secret."),
          store: () => assert.fail("A profile keeps no secret."),
          delete: () => Promise.resolve(),
          onDidChange: new vscode.EventEmitter<never>().event,
        },
        asAbsolutePath: (name: string) => path.join(folder, name),
      } as unknown as vscode.ExtensionContext,
      () => Promise.resolve(cloudParts),
    );
    const log = {
      warn: () => undefined,
      error: () => undefined,
      show: () => undefined,
      dispose: () => undefined,
    };
    registered = vscode.Disposable.from(
      registerAccountCommands({
        ...accounts,
        clientFor: accounts.clients.clientFor.bind(accounts.clients),
        showError: createShowError(log),
        log,
        loadActions: () => Promise.resolve(accountActions),
      }),
      registerAccountStatusBar(accounts.store, accounts.health),
    );
  });
  afterEach(async () => {
    registered.dispose();
    editor.restore();
    accounts.dispose();
    await set("endpoint", undefined);
    await set("aliyunConfig", undefined);
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });
  const add = (profile: string) =>
    accounts.store.add({ kind: "profile", name: "Shop", profile, regions: [region] });
  const list = async (accountId: string) => {
    const client = await accounts.clients.clientFor(accountId);
    return (await client.describeInstances({ regionId: region })).instances.length;
  };
  const rowOf = (accountId: string) => accounts.health.problemOf(accountId)?.row ?? "";

  it("say what is wrong, in the row and the status bar, and go on with the same client when the file is mended", async () => {
    const { id } = await add("work");
    await assert.rejects(list(id));
    assert.match(rowOf(id), /configuration file is not there\. Click to copy/u);
    const [item] = editor.statusBarItems;
    assert.match(String(item?.text), /Cannot sign in: Shop/u);
    assert.match(toText(item?.tooltip), /aliyun configure --profile work/u);
    await editor.run("eciOps.mendAccount", { accountId: id });
    assert.equal(await vscode.env.clipboard.readText(), "aliyun configure --profile work");

    const { full, expiredToken } = simulator.identities;
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(path.dirname(file)));
    await writeProfiles({ name: "work", mode: "StsToken", ...toRow(expiredToken) });
    await waitUntil("the expired token is told of", () => /does not accept its key/u.test(rowOf(id)));
    await editor.run("eciOps.mendAccount", { accountId: id });
    assert.equal(await vscode.env.clipboard.readText(), "aliyun configure --profile work --mode StsToken");

    await writeProfiles({ name: "work", mode: "RamRoleArn", ...toRow(full), ...role });
    await waitUntil("the account signs in", () => accounts.health.problemOf(id) === undefined);
    await waitUntil("who it is is known", () =>
      /eci-ops/u.test(accounts.store.find(id)?.identity?.arn ?? ""),
    );
    assert.ok((await list(id)) > 0);
    const kept = await readFile(path.join(folder, "accounts.json"), "utf8");
    assert.doesNotMatch(
      kept,
      new RegExp([full, expiredToken].map((key) => key.accessKeySecret).join("|"), "u"),
    );

    // A new key of the same identity takes over without a new client.
    const present = await accounts.clients.clientFor(id);
    await writeProfiles({ name: "work", mode: "RamRoleArn", ...toRow(full), ...role, expired_seconds: 900 });
    await accounts.clients.recheck(id);
    assert.ok((await list(id)) > 0);
    assert.equal(await accounts.clients.clientFor(id), present);

    await writeProfiles({ name: "other", mode: "AK", ...toRow(full) });
    await waitUntil("the profile is missed", () => /no profile work/u.test(rowOf(id)));
    assert.match(rowOf(id), /Click to choose a profile/u);
  });

  it("tell that an account can sign in again, and leave the others alone", async () => {
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(path.dirname(file)));
    const { full, expiredToken, readOnly } = simulator.identities;
    const other = { name: "other", mode: "AK", ...toRow(readOnly) };
    await writeProfiles({ name: "work", mode: "StsToken", ...toRow(expiredToken) }, other);
    const mended: string[] = [];
    accounts.health.onDidMend((accountId) => mended.push(accountId));
    const [one, two] = [await add("work"), await add("other")];
    await assert.rejects(list(one.id));
    assert.ok((await list(two.id)) > 0);
    const untouched = await accounts.clients.clientFor(two.id);
    assert.deepEqual(accounts.health.troubled(), [one.id]);
    assert.match(String(editor.statusBarItems[0]?.text), /Cannot sign in: Shop/u);
    await writeProfiles({ name: "work", mode: "AK", ...toRow(full) }, other);
    await waitUntil("the account signs in", () => mended.length > 0);
    assert.deepEqual(mended, [one.id]);
    assert.ok((await list(one.id)) > 0);
    assert.equal(await accounts.clients.clientFor(two.id), untouched);
  });
});
