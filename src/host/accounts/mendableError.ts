import { UserError } from "../errors/userError.ts";

/** The one action that may mend an account that cannot sign in. */
export type Mend = "copyCommand" | "chooseProfile" | "tryAgain";

/** Why an account cannot sign in, in the user's words, and what mends it. */
export class MendableError extends UserError {
  readonly mend: Mend;
  /** The aliyun command to run in a terminal, where `mend` is `copyCommand`. */
  readonly command: string | undefined;

  constructor(
    what: string,
    next: string,
    mend: Mend,
    options: ErrorOptions & { command?: string | undefined } = {},
  ) {
    super(what, next, options);
    this.mend = mend;
    this.command = options.command;
  }
}
