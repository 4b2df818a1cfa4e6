import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod/mini";
import { isLoopbackEndpoint } from "../../eci/regions.ts";
import type { Credentials } from "../../eci/model.ts";
import { writeFileAtomically } from "../../task/atomicFile.ts";
import { WindowLocks } from "../../task/windowLocks.ts";

const demoSchema = z.object({
  endpoint: z.string().check(z.refine(isLoopbackEndpoint)),
  accessKeyId: z.string(),
  accessKeySecret: z.string(),
});

/** Where the demo's simulator answers, and with which key. */
export type Demo = { readonly endpoint: string; readonly credentials: Credentials };

export type DemoSimulatorDeps = {
  /** The simulator's own bundle. */
  readonly scriptPath: string;
  /** Remembers where a simulator runs, for the other windows and for the time after a reload; no key is in it. */
  readonly memoryFile: string;
};

const idleExitSeconds = 900;
const startDeadlineMs = 15_000;
const trustMs = 5_000;
const answerDeadlineMs = 2_000;

/**
 * Starts the simulator as a process of its own when the demo account is first used, and finds a running one
 * again: it outlives a reload, so that a demo's tasks do too, and ends by itself when nobody asks any more.
 */
export class DemoSimulator {
  readonly #deps: DemoSimulatorDeps;
  #connecting: Promise<Demo> | undefined;
  #checkedAtMs = 0;

  constructor(deps: DemoSimulatorDeps) {
    this.#deps = deps;
  }

  /** The running simulator, started when there is none; the same object while it is the same simulator. */
  async connect(): Promise<Demo> {
    const known = this.#connecting;
    if (known !== undefined && Date.now() - this.#checkedAtMs < trustMs) return known;
    this.#checkedAtMs = Date.now();
    const next = this.#reconnect(known);
    this.#connecting = next;
    next.catch(() => {
      if (this.#connecting === next) this.#connecting = undefined;
    });
    return next;
  }

  async #reconnect(known: Promise<Demo> | undefined): Promise<Demo> {
    const before = await known?.catch(() => undefined);
    const running = before === undefined ? await this.#findRunning() : await readDemo(before.endpoint);
    if (running === undefined) return this.#startOnce();
    return before?.credentials.accessKeySecret === running.credentials.accessKeySecret ? before : running;
  }

  /** The simulator that a window started, this one or another. */
  async #findRunning(): Promise<Demo | undefined> {
    const text = await readFile(this.#deps.memoryFile, "utf8").catch(() => "");
    return isLoopbackEndpoint(text) ? await readDemo(text) : undefined;
  }

  /** Windows that open together would else each have a simulator of its own, and the tasks of one be lost in the other. */
  async #startOnce(): Promise<Demo> {
    const locks = await WindowLocks.open(join(dirname(this.#deps.memoryFile), "locks"));
    try {
      const start = async () => (await this.#findRunning()) ?? (await this.#start());
      return await locks.run("demo", start, startDeadlineMs);
    } finally {
      await locks.dispose();
    }
  }

  async #start(): Promise<Demo> {
    const child = spawn(
      process.execPath,
      [this.#deps.scriptPath, "--port", "0", "--idle-exit", String(idleExitSeconds)],
      {
        detached: true,
        windowsHide: true,
        stdio: ["ignore", "pipe", "ignore"],
        // The desktop editor's extension host runs in Electron's binary, which is Node only when told so.
        env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      },
    );
    const lines = createInterface({ input: child.stdout });
    try {
      const line = await new Promise<string>((resolve, reject) => {
        const fail = (reason: string): void => reject(new Error(`The simulator did not start: ${reason}`));
        const timer = setTimeout(() => fail("no answer in time"), startDeadlineMs);
        lines.once("line", resolve);
        child.once("error", (error) => fail(error.message));
        child.once("exit", (code) => fail(`exit code ${code ?? "none"}`));
        child.once("spawn", () => child.unref());
        lines.once("close", () => clearTimeout(timer));
      });
      const demo = parseDemo(line);
      if (!demo) throw new Error("The simulator did not say where it answers.");
      await writeFileAtomically(this.#deps.memoryFile, demo.endpoint);
      return demo;
    } catch (error) {
      child.kill();
      throw error;
    } finally {
      lines.close();
      child.stdout.destroy();
    }
  }
}

/** What a simulator says of itself; undefined when none answers there. */
async function readDemo(endpoint: string): Promise<Demo | undefined> {
  try {
    const answer = await fetch(`${endpoint}/simulator`, { signal: AbortSignal.timeout(answerDeadlineMs) });
    return parseDemo(await answer.text());
  } catch {
    return undefined;
  }
}

function parseDemo(text: string): Demo | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = demoSchema.safeParse(value);
  if (!parsed.success) return undefined;
  const { endpoint, accessKeyId, accessKeySecret } = parsed.data;
  return { endpoint, credentials: { accessKeyId, accessKeySecret } };
}
