import * as vscode from "vscode";
import { AccountError } from "../../account/accountStore.ts";
import { CloudError } from "../../eci/cloudError.ts";
import { findCatalogueEntry, type AdviceCode, type Retry } from "../../eci/errorCatalogue.ts";
import { toAccountUserError } from "../accounts/accountTexts.ts";
import { MendableError, type Mend } from "../accounts/mendableError.ts";
import { toPlainText } from "../plainText.ts";
import { toMeaning, toNextStep } from "./errorTexts.ts";
import { UserError } from "./userError.ts";

/** An error in words: what happened and why, what to do next, and what can be offered. */
export type ErrorText = {
  readonly what: string;
  readonly next: string;
  /** The service's code, for those who look it up. */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retry: Retry;
  /** How long the service asked to wait. */
  readonly retryAfterSeconds?: number | undefined;
  /** The command that mends it: a permission is missing, or the key is gone, wrong or out of date. */
  readonly remedy?: "eciOps.copyRamPolicy" | "eciOps.changeSecret" | "eciOps.mendAccount" | undefined;
  /** What `eciOps.mendAccount` will do. */
  readonly mend?: Mend | undefined;
};

const remedies: Partial<Record<AdviceCode, ErrorText["remedy"]>> = {
  grantPermission: "eciOps.copyRamPolicy",
  checkAccessKeyId: "eciOps.changeSecret",
  enableAccessKey: "eciOps.changeSecret",
  checkSecret: "eciOps.changeSecret",
  renewToken: "eciOps.changeSecret",
  checkToken: "eciOps.changeSecret",
};

/** Turns any error into words; never throws, never says more than plain text. */
export function toErrorText(thrown: unknown): ErrorText {
  if (thrown instanceof CloudError && thrown.details.kind === "key") return toErrorText(thrown.cause);
  const error = toAccountUserError(thrown);
  if (error instanceof MendableError) {
    const { message: what, next, mend } = error;
    return { what, next, retry: mend === "tryAgain" ? "later" : "never", remedy: "eciOps.mendAccount", mend };
  }
  if (error instanceof UserError) {
    const isKeyGone = thrown instanceof AccountError && thrown.problem === "secretMissing";
    return {
      what: error.message,
      next: error.next,
      retry: "never",
      remedy: isKeyGone ? "eciOps.changeSecret" : undefined,
    };
  }
  if (!(error instanceof CloudError)) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      what: vscode.l10n.t("Something went wrong: {0}", toPlainText(message)),
      next: vscode.l10n.t("The log has more."),
      retry: "never",
    };
  }
  const { code, requestId, retryAfterSeconds, retryable } = error.details;
  const shownCode = toPlainText(code, 80);
  const theirWords = toPlainText(error.message, 240);
  const entry = findCatalogueEntry(code);
  return {
    what: entry
      ? `${toMeaning(entry.code)} (${shownCode}: ${theirWords})`
      : vscode.l10n.t("The service refused: {0} ({1})", theirWords, shownCode),
    next: entry
      ? toNextStep(entry.advice)
      : vscode.l10n.t("Look the code up in Alibaba Cloud's error center."),
    code: shownCode,
    requestId: requestId && toPlainText(requestId, 100),
    retryAfterSeconds,
    retry: entry?.retry ?? (retryable ? "later" : "never"),
    remedy: entry && remedies[entry.advice],
  };
}
