import type { StartTimer } from "./pollSchedule.ts";
import type { TaskLedger } from "./taskLedger.ts";

const everyMs = 5_000;

/**
 * Looks after what other windows send and fetch, while there is any: what a window did that has died is freed for this
 * one. Gives the function that ends it.
 */
export function watchAbandonedTasks(ledger: TaskLedger, startTimer: StartTimer): () => void {
  let cancel: (() => void) | undefined;
  const arm = (): void => {
    const isBusy = ledger.all().some(({ state }) => state.kind === "sending" || state.kind === "downloading");
    if (!isBusy) return;
    cancel ??= startTimer(() => {
      ledger
        .freeAbandoned()
        .catch(() => undefined)
        .finally(() => {
          cancel = undefined;
          if (!isEnded) arm();
        });
    }, everyMs);
  };
  let isEnded = false;
  const stop = ledger.onChange(arm);
  arm();
  return () => {
    isEnded = true;
    stop();
    cancel?.();
  };
}
