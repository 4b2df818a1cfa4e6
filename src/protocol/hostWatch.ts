/** The id of every ping: they are all alike. */
export const pingId = Number.MAX_SAFE_INTEGER;

const everyMs = 5_000;
const patienceMs = 15_000;

/** Watches the host while something waits for it. */
export type HostWatch = {
  /** Something waits from now on. */
  readonly waiting: () => void;
  /** The host answered something. */
  readonly heard: () => void;
};

/**
 * Asks the host for a sign of life while `isWaiting`, and calls `silent` when none comes: an extension host that was
 * killed leaves its page alone, and a request may rightly take minutes where it asks a person.
 */
export function createHostWatch(ping: () => void, isWaiting: () => boolean, silent: () => void): HostWatch {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    timer = undefined;
    if (!isWaiting()) return;
    timer = setTimeout(() => {
      timer = undefined;
      silent();
    }, patienceMs);
    ping();
  };
  const waiting = () => {
    timer ??= setTimeout(look, everyMs);
  };
  return {
    waiting,
    heard: () => {
      clearTimeout(timer);
      timer = undefined;
      if (isWaiting()) waiting();
    },
  };
}
