import { readdirSync, unwatchFile, watch, watchFile, type FSWatcher } from "node:fs";

/** How often a folder is looked at that cannot be watched. */
const lookMs = 1_000;

/**
 * Calls back with the name of each file that may have come, changed or gone in a folder, and gives what ends that. Where
 * the system has no watch left to give, or takes one back, the folder's time is looked at every second: enough for files
 * that are replaced by rename, and every name in it may then have changed. `watchWith` is Node's own unless a test says
 * otherwise.
 */
export function watchFolder(
  folder: string,
  onName: (name: string) => void,
  watchWith: typeof watch = watch,
): () => void {
  let watcher: FSWatcher | undefined;
  let isEnded = false;
  const look = (): void => {
    for (const name of readNames(folder)) onName(name);
  };
  const fallBack = (): void => {
    watcher?.close();
    watcher = undefined;
    if (!isEnded) watchFile(folder, { persistent: false, interval: lookMs }, look);
  };
  try {
    watcher = watchWith(folder, { persistent: false }, (_event, name) => {
      if (name !== null) onName(name);
    });
    watcher.on("error", fallBack);
  } catch {
    fallBack();
  }
  return () => {
    isEnded = true;
    watcher?.close();
    unwatchFile(folder, look);
  };
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
