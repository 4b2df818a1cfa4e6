import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import type { AccountReader } from "../../account/accountStore.ts";
import type { AccountsFile } from "./accountsFile.ts";

/** The accounts as the views read them: this window's changes and those of the other windows are one event. */
export class AccountList implements vscode.Disposable {
  readonly #store: AccountReader;
  readonly #changed = new vscode.EventEmitter<{ readonly accountId: string }>();
  readonly #stop: readonly (() => void)[];
  /** Each account as it was last told of: what another window changed is the difference. */
  #told: ReadonlyMap<string, string>;

  /** Fires with the account that was added, changed or removed, here or in another window. */
  readonly onDidChange = this.#changed.event;

  constructor(store: AccountReader, file: AccountsFile) {
    this.#store = store;
    this.#told = toTexts(this.accounts);
    const own = store.onChange(({ accountId }) => {
      this.#told = toTexts(this.accounts);
      this.#changed.fire({ accountId });
    });
    this.#stop = [() => own.dispose(), file.onChange(() => this.#tellDifference())];
  }

  get accounts(): readonly Account[] {
    return this.#store.list();
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
    this.#changed.dispose();
  }

  #tellDifference(): void {
    const before = this.#told;
    this.#told = toTexts(this.accounts);
    for (const accountId of new Set([...before.keys(), ...this.#told.keys()])) {
      if (before.get(accountId) !== this.#told.get(accountId)) this.#changed.fire({ accountId });
    }
  }
}

function toTexts(accounts: readonly Account[]): ReadonlyMap<string, string> {
  return new Map(accounts.map((account) => [account.id, JSON.stringify(account)]));
}
