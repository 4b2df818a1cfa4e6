import { Worker } from "node:worker_threads";

/** What a watch shares in numbers: how many tries were begun, and how long the name and the bytes of this one are. */
export const watchWords = 3;
/** What a watch can hold of a try; more of it is cut off. */
export const watchNameBytes = 1 << 10;
export const watchFileBytes = 1 << 23;

/** What a watch is started with. */
export type WatchMemory = { readonly shared: SharedArrayBuffer; readonly folder: string };

/** Ends this process where a try does not come to its end: a loop cannot be ended from within its own thread. */
export type HangWatch = {
  begin(name: string, bytes: Uint8Array): void;
  end(): void;
};

let watch: HangWatch | undefined;

/** The one watch of this process; it leaves the bytes of a try that hangs in the folder. */
export function startHangWatch(folder: string): HangWatch {
  watch ??= createHangWatch(folder);
  return watch;
}

function createHangWatch(folder: string): HangWatch {
  const shared = new SharedArrayBuffer(watchWords * 4 + watchNameBytes + watchFileBytes);
  const words = new Int32Array(shared, 0, watchWords);
  const nameBytes = new Uint8Array(shared, watchWords * 4, watchNameBytes);
  const fileBytes = new Uint8Array(shared, watchWords * 4 + watchNameBytes, watchFileBytes);
  const workerData: WatchMemory = { shared, folder };
  new Worker(new URL("./hangWatcher.ts", import.meta.url), { workerData }).unref();
  let tries = 0;
  return {
    begin: (name, bytes) => {
      const encoded = new TextEncoder().encode(name).subarray(0, watchNameBytes);
      nameBytes.set(encoded);
      fileBytes.set(bytes.subarray(0, watchFileBytes));
      words[1] = encoded.length;
      words[2] = Math.min(bytes.length, watchFileBytes);
      tries += 1;
      Atomics.store(words, 0, tries);
    },
    // No try is under way.
    end: () => {
      Atomics.store(words, 0, 0);
    },
  };
}
