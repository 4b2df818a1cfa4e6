import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import type { CoreDumpMaker } from "../engine.ts";
import { coreFixtureGzipBase64 } from "./coreFixture.ts";

const execute = promisify(execFile);

const program = `
static int crash_here(int depth) {
  volatile int *nowhere = 0;
  return depth + *nowhere;
}
int main(void) { return crash_here(42); }
`;

let made: Promise<Uint8Array> | undefined;

/**
 * Writes a core file into `folder` and resolves with its path: of a C program that reads address 0, compiled
 * and run once a process where gcc and gdb are, else the built-in one. Rejects when the folder cannot be written.
 */
export const makeCoreDump: CoreDumpMaker = async (folder) => {
  made ??= buildCore().catch(() => readCoreFixture());
  const path = join(folder, `core-${randomUUID()}`);
  await writeFile(path, await made, { flag: "wx", mode: 0o600 });
  return path;
};

/** The built-in core. */
export function readCoreFixture(): Uint8Array {
  return gunzipSync(Buffer.from(coreFixtureGzipBase64, "base64"));
}

async function buildCore(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "eci-core-"));
  const options = { cwd: folder, timeout: 20_000 };
  try {
    await writeFile(join(folder, "crash.c"), program);
    await execute("gcc", ["-g", "-O0", "-o", "crash", "crash.c"], options);
    // A core holds the environment of its program, where this process may have secrets: it gets none.
    const commands = [
      "set startup-with-shell off",
      "unset environment",
      "run",
      "generate-core-file core",
      "kill",
    ];
    const scripted = commands.flatMap((command) => ["-ex", command]);
    await execute(
      "gdb",
      ["--batch", "-nx", "-iex", "set debuginfod enabled off", ...scripted, "./crash"],
      options,
    );
    return await readFile(join(folder, "core"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
