import { existsSync } from "node:fs";
import { readOptions, usage } from "./readOptions.ts";
import { startSimulator, type Simulator } from "./startSimulator.ts";

/** Ends a simulator that nobody asks any more, or whose own file is gone: that of an extension that was removed. */
function watchIdleness(simulator: Simulator, idleExitSeconds: number, stop: () => void): void {
  const script = process.argv[1] ?? "";
  const timer = setInterval(() => {
    if (simulator.idleMs() < idleExitSeconds * 1000 && existsSync(script)) return;
    clearInterval(timer);
    stop();
  }, 1_000);
}

async function main(): Promise<void> {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    // Node explains an absent value in lines of their own.
    const message = (error as Error).message.replaceAll("\n", " ");
    process.stderr.write(`simulator: ${message} (${usage})\n`);
    process.exitCode = 2;
    return;
  }
  const starting = startSimulator(options);
  const stop = () => {
    starting
      .then((simulator) => simulator.close())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  // Often the same signal comes twice, from a terminal and from the runner: the second must not cut the first short.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  const simulator = await starting;
  const { endpoint, accessKeyId, accessKeySecret, engineName, folder, identities, examples } = simulator;
  const first = { endpoint, accessKeyId, accessKeySecret, engineName, folder, identities, examples };
  process.stdout.write(`${JSON.stringify(first)}\n`);
  if (options.idleExitSeconds !== undefined) watchIdleness(simulator, options.idleExitSeconds, stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
