import type { ShowError } from "../errors/showError.ts";

/** The RAM actions of asking how tasks stand, and of sending one. */
export const readActions = ["eci:DescribeInstanceOpsRecords"];
export const sendActions = ["eci:CreateInstanceOpsTask", ...readActions];

/** Runs it, and shows an error with the offer to run it again. Never rejects. */
export type Attempt = (
  run: () => Promise<unknown>,
  accountId?: string,
  actions?: readonly string[],
) => Promise<void>;

/** Makes the function that runs what a command does. */
export function createAttempt(showError: ShowError): Attempt {
  const attempt: Attempt = async (run, accountId, actions) => {
    try {
      await run();
    } catch (error) {
      await showError(error, { retry: () => attempt(run, accountId, actions), accountId, actions });
    }
  };
  return attempt;
}
