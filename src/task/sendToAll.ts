import pLimit from "p-limit";

/** How many of one account are on their way at one time; the account's own pace may let fewer through. */
const atOnce = 5;

/** What became of each target, in the order in which they were given. */
export type SentToAll<Target> = {
  readonly sent: readonly Target[];
  /** Asked, and no answer came: the records decide, and nobody sends again. */
  readonly unanswered: readonly Target[];
  readonly failed: readonly { readonly target: Target; readonly error: unknown }[];
  /** Cancelled before it was sent. */
  readonly notSent: readonly Target[];
};

type Outcome = { readonly kind: "sent" | "unanswered" | "notSent" } | { readonly error: unknown };

/**
 * Sends to each target once, those of one account a few at a time and those of several side by side. The failure of one
 * stops no other. After the signal nothing more is sent, and what is on its way is waited for: `send` rejects with the
 * signal's reason where it had not begun. `onSettled` hears how many are done. Never rejects.
 */
export async function sendToAll<Target extends { readonly accountId: string }>(
  targets: readonly Target[],
  send: (target: Target, signal: AbortSignal) => Promise<"sent" | "unanswered">,
  { signal, onSettled }: { readonly signal: AbortSignal; readonly onSettled: (done: number) => void },
): Promise<SentToAll<Target>> {
  const limits = new Map(targets.map(({ accountId }) => [accountId, pLimit(atOnce)]));
  let done = 0;
  const isCancelled = () => signal.aborted;
  const sendOne = async (target: Target): Promise<Outcome> => {
    if (isCancelled()) return { kind: "notSent" };
    try {
      return { kind: await send(target, signal) };
    } catch (error) {
      return isCancelled() && error === signal.reason ? { kind: "notSent" } : { error };
    } finally {
      onSettled((done += 1));
    }
  };
  const outcomes = await Promise.all(
    targets.map(async (target) => {
      const limit = limits.get(target.accountId) ?? pLimit(atOnce);
      return { target, outcome: await limit(() => sendOne(target)) };
    }),
  );
  const toTargets = (kind: "sent" | "unanswered" | "notSent") =>
    outcomes.flatMap(({ target, outcome }) => ("kind" in outcome && outcome.kind === kind ? [target] : []));
  return {
    sent: toTargets("sent"),
    unanswered: toTargets("unanswered"),
    failed: outcomes.flatMap(({ target, outcome }) =>
      "error" in outcome ? [{ target, error: outcome.error }] : [],
    ),
    notSent: toTargets("notSent"),
  };
}
