import type { Instance } from "../model.ts";

/** Asks for whole instances by id, those that are asked for together in one call. */
export type DetailQueue = {
  /** The instance; undefined where the service does not list it. Rejects with what `read` rejected with. */
  ask(id: string): Promise<Instance | undefined>;
};

/** DescribeContainerGroups takes at most so many ids. */
const idsPerCall = 20;
/** How long the first id waits for others: rows that become visible together come one after the other. */
const gatherMs = 20;

/** Makes the queue of one region; `read` gives the instances of at most 20 ids, in any order. */
export function createDetailQueue(
  read: (ids: readonly string[]) => Promise<readonly Instance[]>,
): DetailQueue {
  type Waiting = {
    readonly resolve: (found: Instance | undefined) => void;
    readonly reject: (error: unknown) => void;
  };
  const asked = new Map<string, Promise<Instance | undefined>>();
  let gathering = new Map<string, Waiting>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const batch = gathering;
    gathering = new Map();
    read([...batch.keys()])
      .then((instances) => {
        const found = new Map(instances.map((instance) => [instance.id, instance]));
        for (const [id, { resolve }] of batch) resolve(found.get(id));
      })
      .catch((error: unknown) => {
        for (const { reject } of batch.values()) reject(error);
      })
      .finally(() => {
        for (const id of batch.keys()) asked.delete(id);
      });
  }

  return {
    ask(id) {
      const known = asked.get(id);
      if (known !== undefined) return known;
      const answer = new Promise<Instance | undefined>((resolve, reject) => {
        gathering.set(id, { resolve, reject });
      });
      asked.set(id, answer);
      if (gathering.size === idsPerCall) flush();
      else timer ??= setTimeout(flush, gatherMs);
      return answer;
    },
  };
}
