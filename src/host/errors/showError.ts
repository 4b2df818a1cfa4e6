import * as vscode from "vscode";
import { toMendTitle } from "../accounts/mendTexts.ts";
import type { Log } from "../log.ts";
import { toErrorText, type ErrorText } from "./errorText.ts";
import { waitToRetry } from "./waitToRetry.ts";

export type ErrorContext = {
  /** Does again what failed; offered when that may help. */
  readonly retry?: (() => Thenable<unknown>) | undefined;
  /** The RAM actions that what failed needs. */
  readonly actions?: readonly string[] | undefined;
  /** The account whose key was used. */
  readonly accountId?: string | undefined;
};

/** Shows an error to the user; resolves when the message is closed. */
export type ShowError = (error: unknown, context?: ErrorContext) => Promise<void>;

/** A cancellation by the user, which is no error. */
export function isCancellation(error: unknown): boolean {
  return error instanceof vscode.CancellationError || (error instanceof Error && error.name === "AbortError");
}

function toOffers(text: ErrorText, context: ErrorContext): [title: string, act: () => Thenable<unknown>][] {
  const { retry, actions, accountId } = context;
  const { requestId } = text;
  const offers: [string, () => Thenable<unknown>][] = [];
  if (retry && text.retry === "countdown") {
    offers.push([vscode.l10n.t("Wait and Try Again"), () => waitToRetry(text.retryAfterSeconds, retry)]);
  }
  if (retry && text.retry === "later") offers.push([vscode.l10n.t("Try Again"), retry]);
  const { remedy } = text;
  // What mends a profile depends on the account that it is of.
  if (remedy !== undefined && (remedy !== "eciOps.mendAccount" || accountId !== undefined)) {
    const isPolicy = remedy === "eciOps.copyRamPolicy";
    offers.push([
      isPolicy ? vscode.l10n.t("Copy RAM Policy") : toMendTitle(text.mend),
      () => vscode.commands.executeCommand(remedy, isPolicy ? actions : { accountId }),
    ]);
  }
  if (requestId !== undefined) {
    offers.push([vscode.l10n.t("Copy Request ID"), () => vscode.env.clipboard.writeText(requestId)]);
  }
  offers.push([vscode.l10n.t("Show Log"), () => vscode.commands.executeCommand("eciOps.showLog")]);
  return offers;
}

/** Makes the one function that shows an error: short for the user, whole in the log, a cancellation not at all. */
export function createShowError(log: Log): ShowError {
  return async (error, context = {}) => {
    if (isCancellation(error)) return;
    log.error(error);
    const text = toErrorText(error);
    const offers = toOffers(text, context);
    const chosen = await vscode.window.showErrorMessage(
      `${text.what} ${text.next}`,
      ...offers.map(([title]) => title),
    );
    await offers.find(([title]) => title === chosen)?.[1]();
  };
}
