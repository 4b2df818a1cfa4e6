import * as vscode from "vscode";
import { AccountError } from "../../account/accountStore.ts";
import { CloudError } from "../../eci/cloudError.ts";
import { isKeyRefusal } from "../../eci/errorCatalogue.ts";
import { toErrorText } from "../errors/errorText.ts";
import { MendableError, type Mend } from "./mendableError.ts";
import { toMendRow, toMendTitle } from "./mendTexts.ts";

/** Why an account cannot sign in, and the title of the one action that mends it (`eciOps.mendAccount`). */
export type AccountTrouble = {
  readonly what: string;
  readonly next: string;
  readonly mendTitle: string;
  /** What happened and what a click does, as a row says it. */
  readonly row: string;
  /** Undefined where the account's key is to be changed. */
  readonly mend: Mend | undefined;
  readonly command: string | undefined;
};

/** Holds which accounts cannot sign in, by the last answer that each got. */
export class AccountHealth implements vscode.Disposable {
  readonly #troubles = new Map<string, AccountTrouble>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #mended = new vscode.EventEmitter<string>();

  /** Fires with the account whose trouble came, changed or went. */
  readonly onDidChange = this.#changed.event;
  /** Fires with the account that can sign in again: what it was refused may be asked for again. */
  readonly onDidMend = this.#mended.event;

  /** What is wrong with an account's sign-in; undefined where nothing is known to be. */
  problemOf(accountId: string): AccountTrouble | undefined {
    return this.#troubles.get(accountId);
  }

  /** The accounts that cannot sign in. */
  troubled(): readonly string[] {
    return [...this.#troubles.keys()];
  }

  /** Takes in an error; one that says nothing of the sign-in changes nothing. */
  report(accountId: string, error: unknown): void {
    if (!isSignInError(error)) return;
    const trouble = toTrouble(error);
    if (this.#troubles.get(accountId)?.row === trouble.row) return;
    this.#troubles.set(accountId, trouble);
    this.#changed.fire(accountId);
  }

  /** The account's key works, is another one, or the account is gone. */
  clear(accountId: string): void {
    if (!this.#troubles.delete(accountId)) return;
    this.#changed.fire(accountId);
    this.#mended.fire(accountId);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#mended.dispose();
  }
}

function isSignInError(error: unknown): boolean {
  if (error instanceof MendableError) return true;
  if (error instanceof AccountError) return error.problem === "secretMissing";
  return error instanceof CloudError && isKeyRefusal(error.details.code);
}

function toTrouble(error: unknown): AccountTrouble {
  const { what, next } = toErrorText(error);
  const mend = error instanceof MendableError ? error.mend : undefined;
  const command = error instanceof MendableError ? error.command : undefined;
  return { what, next, mend, command, mendTitle: toMendTitle(mend), row: toMendRow(what, mend) };
}
