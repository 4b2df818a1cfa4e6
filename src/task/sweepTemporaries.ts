import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isProcessGone } from "./isProcessGone.ts";

const dayMs = 86_400_000;

/**
 * Removes what `writeFileAtomically` left in a folder when its process was killed in the middle: the process that the
 * name holds is gone, or the file is a day old (a folder may be shared by computers, and numbers come again). What
 * cannot be removed stays.
 */
export async function sweepTemporaries(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = /\.(\d+)-[\da-f-]{36}\.tmp$/.exec(name)?.[1];
    if (pid === undefined) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
    if (isProcessGone(Number(pid)) || mtimeMs < nowMs - dayMs) {
      await rm(path, { force: true }).catch(() => undefined);
    }
  }
}
