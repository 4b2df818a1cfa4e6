import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Credentials } from "../../../src/eci/model.ts";

/** A window in a process of its own that fetches a task's result, to be killed in the middle. */
export type OtherWindow = {
  readonly kill: () => Promise<void>;
};

/** Starts a process that opens the ledger and fetches the result; resolves when the download is under way. */
export async function startOtherWindow(
  folder: string,
  endpoint: string,
  credentials: Credentials,
  taskId: string,
): Promise<OtherWindow> {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, "fetchingWindow.ts"),
      folder,
      endpoint,
      credentials.accessKeyId,
      credentials.accessKeySecret,
      taskId,
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const gone = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), gone]);
  if (child.exitCode !== null) throw new Error(`The other window ended with code ${child.exitCode}.`);
  return {
    kill: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
