import pRetry from "p-retry";
import { CloudError } from "./cloudError.ts";
import { untilAborted, waitFor } from "./untilAborted.ts";

export type RetryPolicy = {
  /** From 0 up to and without 1. */
  readonly random: () => number;
  readonly baseDelaySeconds: number;
  /** A longer wait is the caller's to show: the error then tells it in `retryAfterSeconds`. */
  readonly maxRetryAfterSeconds: number;
};

const tries = 3;

/**
 * Calls `read` up to three times while it fails with an error worth a retry, after a random wait up to a bound that
 * doubles (full jitter), or after what `Retry-After` asks for and as much jitter. Rejects with the last error, or with
 * the signal's reason as soon as it aborts.
 */
export async function retryRead<T>(
  read: () => Promise<T>,
  policy: RetryPolicy,
  signal: AbortSignal,
): Promise<T> {
  return untilAborted(
    pRetry(read, {
      retries: tries - 1,
      minTimeout: 0,
      signal,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!(error instanceof CloudError) || !error.details.retryable) return false;
        const askedSeconds = error.details.retryAfterSeconds ?? 0;
        if (askedSeconds > policy.maxRetryAfterSeconds) return false;
        const jitterSeconds = policy.random() * policy.baseDelaySeconds * 2 ** (attemptNumber - 1);
        await waitFor((askedSeconds + jitterSeconds) * 1000, signal);
        return true;
      },
    }),
    signal,
  );
}
