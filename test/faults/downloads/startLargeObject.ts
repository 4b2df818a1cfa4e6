import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A large object that another process serves until this is disposed. */
export type LargeObject = AsyncDisposable & {
  readonly url: string;
  readonly totalBytes: number;
  readonly sha256: string;
  readonly crc64: string;
};

const program = fileURLToPath(new URL("./largeObjectServer.ts", import.meta.url));

/** Starts a server of so many mebibytes, which it sends as fast as they are taken or at a rate. */
export async function startLargeObject(sizeMiB: number, mibPerSecond = Infinity): Promise<LargeObject> {
  const args = [program, String(sizeMiB), String(mibPerSecond)];
  const server = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  return {
    ...(JSON.parse(line) as Omit<LargeObject, typeof Symbol.asyncDispose>),
    async [Symbol.asyncDispose]() {
      const ended = once(server, "exit");
      server.stdin.end();
      await ended;
    },
  };
}
