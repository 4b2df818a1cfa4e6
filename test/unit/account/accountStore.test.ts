import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  AccountError,
  createAccountStore,
  toSecretKey,
  type AccountChange,
  type AccountProblem,
} from "../../../src/account/accountStore.ts";

const credentials = { accessKeyId: "LTAI5tTest", accessKeySecret: "the-secret" };
const token = { ...credentials, accessKeyId: "STS.abc", securityToken: "the-token" };
const identity = { accountId: "1", arn: "acs:ram::1:root", identityType: "Account" };
const draft = { kind: "accessKey", name: "Work", regions: ["cn-beijing"], credentials } as const;

/** Both memories of an editor, which lose nothing unless told to. */
function createMemories(stored?: unknown) {
  const list = new Map<string, unknown>([["eciOps.accounts", stored]]);
  const kept = new Map<string, string>();
  const faults = {
    store: (value: string): string | undefined => value,
    failsGet: false,
    failsUpdate: false,
    failsDelete: false,
  };
  const memory = {
    get: (key: string) => structuredClone(list.get(key)),
    async update(key: string, value: unknown) {
      await Promise.resolve();
      if (faults.failsUpdate) throw new Error("full");
      list.set(key, structuredClone(value));
    },
  };
  const secrets = {
    async get(key: string) {
      await Promise.resolve();
      if (faults.failsGet) throw new Error("the-secret cannot be read");
      return kept.get(key);
    },
    async store(key: string, value: string) {
      await Promise.resolve();
      const stays = faults.store(value);
      if (stays !== undefined) kept.set(key, stays);
    },
    async delete(key: string) {
      await Promise.resolve();
      if (faults.failsDelete) throw new Error("locked");
      kept.delete(key);
    },
  };
  const changes: AccountChange[] = [];
  const store = createAccountStore(memory, secrets);
  store.onChange((change) => changes.push(change));
  return { list, kept, faults, store, changes, memory, secrets };
}

async function assertProblem(promise: Promise<unknown>, problem: AccountProblem): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof AccountError);
    assert.doesNotMatch(`${error.message} ${String(error.stack)} ${String(error.cause)}`, /the-secret/u);
    return error.problem === problem;
  });
}

describe("createAccountStore", () => {
  it("keeps accounts side by side, their secrets apart from the list", async () => {
    const { store, list, kept, changes, memory, secrets } = createMemories();
    const one = await store.add({ ...draft, identity });
    const two = await store.add({ kind: "sts", name: "Guest", regions: [], credentials: token });
    assert.notEqual(one.id, two.id);
    assert.deepEqual(store.list(), [one, two]);
    assert.deepEqual(store.find(one.id)?.identity, identity);
    assert.deepEqual(await store.readCredentials(one.id), credentials);
    assert.deepEqual(await store.readCredentials(two.id), token);
    assert.doesNotMatch(JSON.stringify([...list]), /the-secret|the-token|LTAI5tTest/u);
    assert.deepEqual([...kept.keys()], [toSecretKey(one.id), toSecretKey(two.id)]);
    assert.deepEqual(
      changes.map(({ kind }) => kind),
      ["added", "added"],
    );
    assert.deepEqual(createAccountStore(memory, secrets).list(), [one, two]);
  });

  it("renames, sets regions, changes the secret and removes, and tells of each", async () => {
    const { store, kept, changes } = createMemories();
    const { id, keyRevision: first } = await store.add({ ...draft, identity });
    await store.rename(id, "Home");
    await store.setRegions(id, ["cn-shanghai", "cn-beijing"]);
    await store.changeSecret(id, { ...credentials, accessKeySecret: "another" });
    const keyRevision = store.find(id)?.keyRevision;
    assert.deepEqual(store.list(), [
      { kind: "accessKey", id, name: "Home", regions: ["cn-shanghai", "cn-beijing"], keyRevision },
    ]);
    assert.ok(first !== undefined && keyRevision !== undefined && keyRevision !== first);
    assert.equal((await store.readCredentials(id))?.accessKeySecret, "another");
    await store.setIdentity(id, identity);
    assert.deepEqual(store.find(id)?.identity, identity);
    await store.remove(id);
    assert.deepEqual([store.list(), [...kept.keys()]], [[], []]);
    assert.deepEqual(
      changes.map(({ kind, accountId }) => [kind, accountId]),
      ["added", "renamed", "regions", "secret", "identity", "removed"].map((kind) => [kind, id]),
    );
  });

  it("has one demo account, which has no secret", async () => {
    const { store, kept } = createMemories();
    const [demo, again] = await Promise.all([
      store.add({ kind: "demo", name: "Demo", regions: ["cn-beijing"] }),
      store.add({ kind: "demo", name: "Demo 2", regions: [] }),
    ]);
    assert.deepEqual(again, demo);
    assert.equal(store.list().length, 1);
    assert.equal(await store.readCredentials(demo.id), undefined);
    assert.equal(kept.size, 0);
  });

  it("lists nothing and leaves nothing when the storage does not give a secret back", async () => {
    for (const stays of [undefined, "{}", "other"]) {
      const { store, kept, faults, list, changes } = createMemories();
      faults.store = () => stays;
      await assertProblem(store.add(draft), "secretNotKept");
      assert.deepEqual(
        [store.list(), kept.size, list.get("eciOps.accounts"), changes.length],
        [[], 0, [], 0],
      );
    }
  });

  it("lists an account before its secret is kept, so that none is left alone by a window that dies", async () => {
    const { store, kept, memory, secrets } = createMemories();
    const dying = { ...secrets, store: () => new Promise<never>(() => undefined) };
    createAccountStore(memory, dying)
      .add(draft)
      .catch(() => undefined);
    while (store.list().length === 0) await new Promise(setImmediate);
    const [{ id } = { id: "" }] = store.list();
    await assertProblem(store.readCredentials(id), "secretMissing");
    // What was on its way to the storage may come there after all.
    kept.set(toSecretKey(id), JSON.stringify(credentials));
    assert.deepEqual(await store.readCredentials(id), credentials);
    await store.remove(id);
    assert.equal(kept.size, 0);
  });

  it("makes its changes one by one with those of other windows", async () => {
    const { memory, secrets } = createMemories();
    let last: Promise<unknown> = Promise.resolve();
    const shared = {
      ...memory,
      exclusively: <T>(change: () => Promise<T>): Promise<T> => {
        const result = last.then(change);
        last = result;
        return result;
      },
    };
    const windows = [1, 2, 3].map(() => createAccountStore(shared, secrets));
    const added = await Promise.all(windows.map((window) => window.add(draft)));
    assert.deepEqual(windows[0]?.list(), added);
  });

  it("says which storage failed, and never with its words", async () => {
    const { store, faults, kept } = createMemories();
    faults.failsUpdate = true;
    faults.failsDelete = true;
    await assertProblem(store.add(draft), "listNotKept");
    kept.clear();
    faults.failsDelete = false;
    await assertProblem(store.add(draft), "listNotKept");
    assert.equal(kept.size, 0);
    faults.failsUpdate = false;
    faults.failsGet = true;
    await assertProblem(store.add(draft), "secretStorageFailed");
    faults.failsGet = false;
    const { id } = await store.add(draft);
    faults.failsGet = true;
    await assertProblem(store.readCredentials(id), "secretStorageFailed");
    faults.failsDelete = true;
    await assertProblem(store.remove(id), "secretStorageFailed");
    assert.equal(store.list().length, 1);
  });

  it("tells a remembered secret that is gone or damaged", async () => {
    const { store, kept } = createMemories();
    const { id } = await store.add(draft);
    for (const damage of ["{", "null", '{"accessKeyId":"x"}', '{"accessKeyId":"","accessKeySecret":"x"}']) {
      kept.set(toSecretKey(id), damage);
      await assertProblem(store.readCredentials(id), "secretMissing");
    }
    kept.clear();
    await assertProblem(store.readCredentials(id), "secretMissing");
    await assertProblem(store.readCredentials("nobody"), "unknownAccount");
    await assertProblem(store.rename("nobody", "x"), "unknownAccount");
    await assertProblem(store.remove("nobody"), "unknownAccount");
  });

  it("keeps rows that it cannot read and does not show them", async () => {
    const strange = { kind: "profile", id: "p", name: "of a later version", profile: "default" };
    const { store, list } = createMemories([strange, 7]);
    assert.deepEqual(store.list(), []);
    const { id } = await store.add(draft);
    await store.rename(id, "New");
    assert.deepEqual((list.get("eciOps.accounts") as unknown[]).slice(0, 2), [strange, 7]);
    await store.remove(id);
    assert.deepEqual(list.get("eciOps.accounts"), [strange, 7]);
    assert.deepEqual(createMemories("nonsense").store.list(), []);
  });

  it("finishes each of many changes before the next", async () => {
    const { store } = createMemories();
    const names = Array.from({ length: 20 }, (_, index) => `Account ${index}`);
    const accounts = await Promise.all(names.map((name) => store.add({ ...draft, name })));
    await Promise.all(accounts.slice(0, 10).map(({ id }) => store.remove(id)));
    assert.deepEqual(
      store.list().map(({ name }) => name),
      names.slice(10),
    );
  });

  it("tells nobody who stopped listening", async () => {
    const { store } = createMemories();
    const seen: string[] = [];
    const first = store.onChange(({ kind }) => seen.push(`first ${kind}`));
    store.onChange(({ kind }) => seen.push(`second ${kind}`));
    await store.add(draft);
    first.dispose();
    await store.add(draft);
    assert.deepEqual(seen, ["first added", "second added", "second added"]);
  });
});
