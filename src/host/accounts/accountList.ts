import * as vscode from "vscode";
import type { Account } from "../../account/account.ts";
import type { AccountReader } from "../../account/accountStore.ts";
import type { AccountsFile } from "./accountsFile.ts";

/** The accounts as the views read them: this window's changes and those of the other windows are one event. */
export class AccountList implements vscode.Disposable {
  readonly #store: AccountReader;
  readonly #changed = new vscode.EventEmitter<{ readonly accountId: string | undefined }>();
  readonly #stop: readonly (() => void)[];

  /** Fires with the account that changed, or without one when another window changed the list. */
  readonly onDidChange = this.#changed.event;

  constructor(store: AccountReader, file: AccountsFile) {
    this.#store = store;
    const own = store.onChange(({ accountId }) => this.#changed.fire({ accountId }));
    const others = file.onChange(() => this.#changed.fire({ accountId: undefined }));
    this.#stop = [() => own.dispose(), others];
  }

  get accounts(): readonly Account[] {
    return this.#store.list();
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
    this.#changed.dispose();
  }
}
