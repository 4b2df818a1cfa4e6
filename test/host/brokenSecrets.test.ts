import { afterEach, beforeEach, describe, it } from "mocha";
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { registerAccountCommands } from "../../src/host/accounts/accountCommands.ts";
import * as accountActions from "../../src/host/accounts/accountActions.ts";
import * as cloudParts from "../../src/host/accounts/cloudParts.ts";
import { openAccounts, type Accounts } from "../../src/host/accounts/openAccounts.ts";
import { createShowError } from "../../src/host/errors/showError.ts";
import { startSimulator, type Simulator } from "../../src/simulator/startSimulator.ts";
import { createCountedRow } from "../faults/countedRow.ts";
import { recordEditor, type RecordedEditor } from "./recordedEditor.ts";

const region = "cn-hangzhou";
const loadCloud = () => Promise.resolve(cloudParts);
const tries = 10;
const slowMs = 5_000;

type Mode = "works" | "givesNothing" | "throws" | "slow";

/** A secret storage that does what `mode` says, and whose own errors quote what they were given. */
function createBrokenSecrets() {
  const values = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  const state: { mode: Mode } = { mode: "works" };
  const misbehave = async (given: string): Promise<void> => {
    if (state.mode === "throws") throw new Error(`The keyring is locked: ${given}`);
    if (state.mode === "slow") await delay(slowMs);
  };
  const secrets = {
    get: async (key: string) => {
      await misbehave(`${key} ${values.get(key) ?? ""}`);
      return state.mode === "givesNothing" ? undefined : values.get(key);
    },
    store: async (key: string, value: string) => {
      await misbehave(value);
      values.set(key, value);
      changed.fire({ key });
    },
    delete: async (key: string) => {
      await misbehave(key);
      values.delete(key);
      changed.fire({ key });
    },
    onDidChange: changed.event,
  };
  return { state, values, secrets };
}

describe("P4: a secret storage that fails", () => {
  let simulator: Simulator;
  let folder: string;
  let accounts: Accounts;
  let editor: RecordedEditor;
  let broken: ReturnType<typeof createBrokenSecrets>;
  let logged: string[];
  let commands: vscode.Disposable;
  const setEndpoint = (text: string | undefined) =>
    vscode.workspace.getConfiguration("eciOps").update("endpoint", text, vscode.ConfigurationTarget.Global);
  beforeEach(async () => {
    simulator = await startSimulator({ engine: "synthetic", regions: [region] });
    folder = await mkdtemp(path.join(tmpdir(), "eci-host-secrets-"));
    await setEndpoint(simulator.endpoint);
    broken = createBrokenSecrets();
    const context = {
      globalStorageUri: vscode.Uri.file(folder),
      secrets: broken.secrets,
      asAbsolutePath: (file: string) => path.join(folder, file),
    };
    accounts = openAccounts(context as unknown as vscode.ExtensionContext, loadCloud);
    logged = [];
    const note = (thrown: unknown) => void logged.push(String((thrown as Error).stack ?? thrown));
    const log = { warn: note, error: note, show: () => undefined, dispose: () => undefined };
    editor = recordEditor();
    commands = registerAccountCommands({
      ...accounts,
      clientFor: accounts.clients.clientFor.bind(accounts.clients),
      loadActions: () => Promise.resolve(accountActions),
      showError: createShowError(log),
      log,
    });
  });
  afterEach(async () => {
    commands.dispose();
    editor.restore();
    accounts.dispose();
    await setEndpoint(undefined);
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  const addAccount = () => {
    const credentials = simulator.identities.full;
    return accounts.store.add({ kind: "accessKey", name: "Shop", regions: [region], credentials });
  };
  const test = (accountId: string) => editor.run("eciOps.testAccount", { accountId });

  /** Nothing that was shown, logged or written may hold the key. */
  const assertNoKey = async (): Promise<void> => {
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
    const all = [...texts, ...logged, ...editor.shown.map(({ message }) => message)].join("\n");
    const { accessKeyId, accessKeySecret } = simulator.identities.full;
    assert.ok(all.includes("Shop"), "the list of accounts was looked at");
    for (const part of [accessKeyId, accessKeySecret]) assert.ok(!all.includes(part));
  };

  const words = { givesNothing: /key of this account is gone/, throws: /secret storage failed/ } as const;
  for (const mode of ["givesNothing", "throws"] as const) {
    it(`says so each time when it ${mode === "throws" ? "throws" : "gives nothing"}`, async () => {
      const row = createCountedRow("P4", `the secret storage: ${mode}`);
      const { id } = await addAccount();
      broken.state.mode = mode;
      for (let tried = 1; tried <= tries; tried += 1) {
        await row.attempt(`try ${tried}`, async () => {
          accounts.clients.dropAll();
          await test(id);
          assert.equal(editor.shown.length, tried);
          assert.match(editor.shown.at(-1)?.message ?? "", words[mode]);
          await assert.rejects(addAccount());
          await assertNoKey();
          return undefined;
        });
      }
      row.end("");
      // What could not be taken back stays in the list, where it can be removed.
      broken.state.mode = "works";
      for (const account of accounts.store.list()) await accounts.store.remove(account.id);
      assert.deepEqual([...broken.values.keys()], []);
    });
  }

  it("waits for one that takes five seconds", async () => {
    const ids = await Promise.all(Array.from({ length: tries }, async () => (await addAccount()).id));
    broken.state.mode = "slow";
    const row = createCountedRow("P4", "the secret storage: slow");
    await Promise.all(
      ids.map((id) =>
        row.attempt(id, async () => {
          const begin = performance.now();
          await test(id);
          return (performance.now() - begin) / 1000;
        }),
      ),
    );
    row.end("s");
    assert.equal(editor.shown.length, tries);
    for (const { message } of editor.shown) assert.match(message, /The connection works/);
    await assertNoKey();
  });
});
