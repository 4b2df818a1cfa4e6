import type * as vscode from "vscode";
import type { EciClient } from "../../eci/eciClient.ts";
import type { StartTimer } from "../../task/pollSchedule.ts";
import type { ErrorText } from "../errors/errorText.ts";
import type { ShowError } from "../errors/showError.ts";
import type { Log } from "../log.ts";

/** What a details page needs from the rest of the extension. */
export type DetailsDeps = {
  readonly extensionUri: vscode.Uri;
  /** Rejects when the account or its key is gone. */
  readonly clientFor: (accountId: string) => Promise<EciClient>;
  readonly account: (accountId: string) => { readonly name: string; readonly isDemo: boolean };
  readonly toErrorText: (error: unknown) => ErrorText;
  readonly showError: ShowError;
  readonly startTimer: StartTimer;
  readonly log: Log;
};
