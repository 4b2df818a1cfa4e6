/** The id of every ping: they are all alike. */
const pingId = Number.MAX_SAFE_INTEGER;

const everyMs = 5_000;
const patienceMs = 15_000;

/** The requests of a page that wait for the host's answers. */
export type HostRequests<Request, Answer> = {
  /** Resolves with the answer, or with that of silence when there is no host any more; never rejects. */
  readonly ask: (request: Request) => Promise<Answer>;
  /** Gives an answer to the request with its id, where one waits. */
  readonly settle: (answer: Answer) => void;
};

/**
 * Sends requests under ids of their own and, while one waits, asks the host for a sign of life. When none comes, all
 * that wait are answered with `toSilence`: an extension host that was killed leaves its page alone, and a request may
 * rightly take minutes where it asks a person.
 */
export function createHostRequests<Request extends object, Answer extends { readonly id: number }>(
  post: (message: (Request | { readonly type: "ping" }) & { readonly id: number }) => void,
  toSilence: (id: number) => Answer,
): HostRequests<Request, Answer> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = () => {
    timer = undefined;
    if (waiting.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      for (const id of [...waiting.keys()]) settle(toSilence(id));
    }, patienceMs);
    post({ type: "ping", id: pingId });
  };
  const watch = () => {
    timer ??= setTimeout(look, everyMs);
  };
  const settle = (answer: Answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size > 0) watch();
  };
  return {
    ask: (request) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        post({ ...request, id: lastId });
        watch();
      }),
    settle,
  };
}
