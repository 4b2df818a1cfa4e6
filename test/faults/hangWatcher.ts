import { writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { workerData } from "node:worker_threads";
import { watchNameBytes, watchWords, type WatchMemory } from "./hangWatch.ts";

/* Looks now and then whether the try that is under way is still the same one; see startHangWatch. */
const { shared, folder } = workerData as WatchMemory;
const words = new Int32Array(shared, 0, watchWords);
/** Far more than any try takes, on a computer that does much else too. */
const hangMs = 30_000;
const stderr = 2;

/** The name and bytes of the try that is under way; they are shared, and so copied. */
function copyTry(): { readonly name: string; readonly bytes: Uint8Array } {
  const [, nameLength = 0, length = 0] = words;
  const name = Uint8Array.from(new Uint8Array(shared, watchWords * 4, nameLength));
  const bytes = Uint8Array.from(new Uint8Array(shared, watchWords * 4 + watchNameBytes, length));
  return { name: new TextDecoder().decode(name), bytes };
}

for (;;) {
  const tries = Atomics.load(words, 0);
  // Nobody wakes it: it is a sleep.
  Atomics.wait(words, 0, tries, hangMs);
  if (tries === 0 || Atomics.load(words, 0) !== tries) continue;
  const { name, bytes } = copyTry();
  const file = path.join(folder, "hanging.bin");
  writeFileSync(file, bytes);
  // The main thread, which prints what a worker says, is the one that hangs.
  writeSync(stderr, `Does not end: try ${tries}, ${name}, bytes in ${file}\n`);
  process.kill(process.pid, "SIGKILL");
}
