import * as vscode from "vscode";

/** Calm for so long before a change is looked at: who writes a file does it in many steps. */
const calmMs = 400;
/** A file that never comes to rest is looked at all the same. */
const longestMs = 5_000;

/**
 * Calls back after something happened to a file, inside of the workspace or not, once it has calmed down. One call at a
 * time; what happens meanwhile makes another one.
 */
export function watchFile(uri: vscode.Uri, look: () => Promise<void>): vscode.Disposable {
  const folder = vscode.Uri.joinPath(uri, "..");
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  // A name with characters of patterns cannot be said as a pattern everywhere.
  const pattern = /^[\p{L}\p{N} ._-]+$/u.test(name) ? name : "*";
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern));
  let timer: NodeJS.Timeout | undefined;
  let firstMs: number | undefined;
  let isLooking = false;
  // In a function, or the compiler believes that nothing changes it while the callback looks.
  const isNoted = () => firstMs !== undefined;
  let isDisposed = false;

  const run = async () => {
    firstMs = undefined;
    isLooking = true;
    // What goes wrong is the callback's own matter; the next event must find the watch alive.
    await look().catch(() => undefined);
    isLooking = false;
    if (isNoted()) wait();
  };
  const wait = () => {
    if (isDisposed) return;
    clearTimeout(timer);
    const leftMs = (firstMs ?? 0) + longestMs - performance.now();
    timer = setTimeout(
      () => {
        run().catch(() => undefined);
      },
      Math.max(0, Math.min(calmMs, leftMs)),
    );
  };
  const note = (changed: vscode.Uri) => {
    if (changed.toString() !== uri.toString()) return;
    firstMs ??= performance.now();
    if (!isLooking) wait();
  };
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(note),
    watcher.onDidCreate(note),
    watcher.onDidDelete(note),
    {
      dispose: () => {
        isDisposed = true;
        clearTimeout(timer);
      },
    },
  );
}
