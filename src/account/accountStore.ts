import * as z from "zod/mini";
import type { Credentials, Identity } from "../eci/model.ts";
import { accountSchema, credentialsSchema, type Account, type ProfileChoice } from "./account.ts";
import type { KeyKind } from "./credentialsInput.ts";

/** Where the list of accounts is kept; the editor's Memento is one. */
export type AccountMemory = {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
  /** Where several windows share the memory: does a change while no other window does any, on what is there then. */
  exclusively?<T>(change: () => Promise<T>): Promise<T>;
};

/** Where the keys are kept; the editor's SecretStorage is one. */
export type SecretMemory = {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
};

/**
 * `secretNotKept`: the storage took a secret and does not give it back. `secretMissing`: a remembered secret is gone or
 * cannot be read. `secretStorageFailed`, `listNotKept`: a storage threw. `unknownAccount`: no account has this id.
 */
export type AccountProblem =
  "secretNotKept" | "secretMissing" | "secretStorageFailed" | "listNotKept" | "unknownAccount";

/** What the store throws; nothing of a secret is in it. */
export class AccountError extends Error {
  override readonly name = "AccountError";
  readonly problem: AccountProblem;

  constructor(problem: AccountProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** What happened to an account; after all but `renamed` and `regions`, what was cached for it is worth nothing. */
export type AccountChange = {
  readonly accountId: string;
  readonly kind: "added" | "renamed" | "regions" | "identity" | "secret" | "removed";
};

/** The read-only face. */
export type AccountReader = {
  list(): readonly Account[];
  find(id: string): Account | undefined;
  /** The account's key; undefined for a demo, a profile or the environment, which keep none. Rejects with an `AccountError`. */
  readCredentials(id: string): Promise<Credentials | undefined>;
  onChange(listener: (change: AccountChange) => void): { dispose(): void };
};

export type NewAccount = {
  readonly name: string;
  readonly regions: readonly string[];
  readonly identity?: Identity | undefined;
} & (
  | { readonly kind: KeyKind; readonly credentials: Credentials }
  | ({ readonly kind: "profile" } & ProfileChoice)
  | { readonly kind: "environment" | "demo" }
);

/** The one writer; every change is finished before the next begins, and rejects with an `AccountError`. */
export type AccountStore = AccountReader & {
  /**
   * Lists the account, stores its secret and reads it back: a secret belongs to a listed account even where this is cut
   * off in the middle. There is one demo account: adding it again gives it back.
   */
  add(account: NewAccount): Promise<Account>;
  rename(id: string, name: string): Promise<void>;
  /** Also replaces who the key belongs to, by nothing where that is not known. */
  changeSecret(id: string, credentials: Credentials, identity?: Identity): Promise<void>;
  /** Signs an account of the kind `profile` in with another one; also replaces who it belongs to. */
  changeProfile(id: string, choice: ProfileChoice, identity?: Identity): Promise<void>;
  setRegions(id: string, regions: readonly string[]): Promise<void>;
  setIdentity(id: string, identity: Identity): Promise<void>;
  /** Drops the secret, then the account. */
  remove(id: string): Promise<void>;
};

const listKey = "eciOps.accounts";
const demoId = "demo";

/** The key of an account's entry in the secret storage. */
export function toSecretKey(accountId: string): string {
  return `eciOps.account.${accountId}`;
}

/** Makes the store over the editor's two memories; `newId` gives ids that were never used before. */
export function createAccountStore(
  memory: AccountMemory,
  secrets: SecretMemory,
  newId: () => string = () => crypto.randomUUID(),
): AccountStore {
  const listeners = new Set<(change: AccountChange) => void>();
  let last: Promise<unknown> = Promise.resolve();

  /** Rows that are no accounts (written by another version, or damaged) are kept as they are and not shown. */
  function readRows(): readonly { readonly row: unknown; readonly account: Account | undefined }[] {
    const rows = memory.get(listKey);
    if (!Array.isArray(rows)) return [];
    return rows.map((row: unknown) => ({ row, account: z.safeParse(accountSchema, row).data }));
  }

  function list(): readonly Account[] {
    return readRows().flatMap(({ account }) => (account === undefined ? [] : [account]));
  }

  function get(id: string): Account {
    const account = list().find((candidate) => candidate.id === id);
    if (account === undefined) throw new AccountError("unknownAccount");
    return account;
  }

  function enqueue<T>(change: () => Promise<T>): Promise<T> {
    const result = last.then(() => (memory.exclusively ? memory.exclusively(change) : change()));
    last = result.catch(() => undefined);
    return result;
  }

  function tell(change: AccountChange): void {
    for (const listener of [...listeners]) listener(change);
  }

  function keepRows(rows: readonly unknown[]): Promise<void> {
    return guard("listNotKept", () => memory.update(listKey, rows));
  }

  async function replace(account: Account, kind: AccountChange["kind"]): Promise<void> {
    const rows = readRows().map((entry) => (entry.account?.id === account.id ? account : entry.row));
    await keepRows(rows);
    tell({ accountId: account.id, kind });
  }

  /** The secret first: one without an account would never be found again. */
  async function drop(id: string): Promise<void> {
    await guard("secretStorageFailed", () => secrets.delete(toSecretKey(id)));
    await keepRows(readRows().flatMap(({ row, account }) => (account?.id === id ? [] : [row])));
  }

  async function storeSecret(id: string, credentials: Credentials): Promise<void> {
    const text = JSON.stringify(credentials);
    const kept = await guard("secretStorageFailed", async () => {
      await secrets.store(toSecretKey(id), text);
      return secrets.get(toSecretKey(id));
    });
    if (kept !== text) throw new AccountError("secretNotKept");
  }

  return {
    list,
    find: (id) => list().find((account) => account.id === id),
    async readCredentials(id) {
      if (!hasSecret(get(id))) return undefined;
      const text = await guard("secretStorageFailed", () => secrets.get(toSecretKey(id)));
      const credentials = text === undefined ? undefined : toCredentials(text);
      if (credentials === undefined) throw new AccountError("secretMissing");
      return credentials;
    },
    onChange(listener) {
      // A wrapper of its own, so that one function may listen twice.
      const own = (change: AccountChange): void => listener(change);
      listeners.add(own);
      return { dispose: () => void listeners.delete(own) };
    },
    add: (draft) =>
      enqueue(async () => {
        const existing = draft.kind === "demo" ? list().find(({ kind }) => kind === "demo") : undefined;
        if (existing !== undefined) return existing;
        const id = draft.kind === "demo" ? demoId : newId();
        const account = toAccount(id, draft);
        await keepRows([...readRows().map(({ row }) => row), account]);
        if (!("credentials" in draft)) {
          tell({ accountId: id, kind: "added" });
          return account;
        }
        const finished: Account = { ...account, keyRevision: newId() };
        try {
          await storeSecret(id, draft.credentials);
          await replace(finished, "added");
        } catch (error) {
          // Nothing may stay behind; what made it fail is the error to tell.
          await drop(id).catch(() => undefined);
          throw error;
        }
        return finished;
      }),
    rename: (id, name) => enqueue(() => replace({ ...get(id), name }, "renamed")),
    changeSecret: (id, credentials, identity) =>
      enqueue(async () => {
        const account = get(id);
        await storeSecret(id, credentials);
        await replace(withoutGaps({ ...account, identity, keyRevision: newId() }), "secret");
      }),
    changeProfile: (id, { profile, consent }, identity) =>
      enqueue(async () => {
        const account = get(id);
        if (account.kind !== "profile") throw new AccountError("unknownAccount");
        const next = { ...account, profile, consent, identity, keyRevision: newId() };
        await replace(withoutGaps(next), "secret");
      }),
    setRegions: (id, regions) => enqueue(() => replace({ ...get(id), regions: [...regions] }, "regions")),
    setIdentity: (id, identity) => enqueue(() => replace({ ...get(id), identity }, "identity")),
    remove: (id) =>
      enqueue(async () => {
        get(id);
        await drop(id);
        tell({ accountId: id, kind: "removed" });
      }),
  };
}

function hasSecret({ kind }: Account): boolean {
  return kind === "accessKey" || kind === "sts";
}

function toAccount(id: string, draft: NewAccount): Account {
  const { name, identity } = draft;
  const base = { id, name, regions: [...draft.regions], identity };
  if (draft.kind !== "profile") return withoutGaps({ kind: draft.kind, ...base });
  const { kind, profile, consent } = draft;
  return withoutGaps({ kind, ...base, profile, consent });
}

/** An account as it is read back: what is not known has no field. */
function withoutGaps(account: Account): Account {
  return Object.fromEntries(Object.entries(account).filter(([, value]) => value !== undefined)) as Account;
}

/** The storage's own error may quote what it was given: it is dropped. */
async function guard<T>(problem: AccountProblem, use: () => PromiseLike<T>): Promise<T> {
  try {
    return await use();
  } catch {
    throw new AccountError(problem);
  }
}

function toCredentials(text: string): Credentials | undefined {
  try {
    return z.parse(credentialsSchema, JSON.parse(text));
  } catch {
    return undefined;
  }
}
