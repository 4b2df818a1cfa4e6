import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ByteSource } from "../../../capture/byteSource.ts";

/** Why what was compressed could not be kept: the operating system's code, or `TooLarge`. */
export class SpoolError extends Error {
  override readonly name = "SpoolError";
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/** Bytes that are written once and read in ranges, on the disk. */
export type SpoolFile = {
  /** Adds bytes; throws a SpoolError. */
  append(bytes: Uint8Array): void;
  /** What was added so far; its size is 0, as it grows. */
  readonly source: ByteSource;
  close(): void;
};

/** What compressed captures may become: eight times the largest one that the service makes. */
const maxSpoolBytes = 8 * 2 ** 30;

/**
 * A temporary file that nobody else can read. Its name is gone as soon as it is open, where the system allows that: so
 * nothing stays behind, however the process ends.
 */
export function createSpoolFile(maxBytes = maxSpoolBytes): SpoolFile {
  const folder = attempt(() => mkdtempSync(join(tmpdir(), "eci-ops-capture-")));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
  let descriptor: number;
  try {
    descriptor = openSync(join(folder, "spool"), "wx+", 0o600);
  } catch (error) {
    removeFolder();
    throw toSpoolError(error);
  }
  let isRemoved = tryTo(removeFolder);
  let sizeBytes = 0;
  return {
    append: (bytes) => {
      if (sizeBytes + bytes.length > maxBytes) throw new SpoolError("TooLarge");
      for (let at = 0; at < bytes.length;) {
        const from = at;
        const written = attempt(() => writeSync(descriptor, bytes, from, bytes.length - from, sizeBytes));
        at += written;
        sizeBytes += written;
      }
    },
    source: {
      sizeBytes: 0,
      read: (offset, lengthBytes) => {
        const bytes = new Uint8Array(Math.max(0, Math.min(lengthBytes, sizeBytes - offset)));
        let length = 0;
        while (length < bytes.length) {
          const read = readSync(descriptor, bytes, length, bytes.length - length, offset + length);
          if (read === 0) break;
          length += read;
        }
        return bytes.subarray(0, length);
      },
    },
    close: () => {
      closeSync(descriptor);
      isRemoved ||= tryTo(removeFolder);
    },
  };
}

function attempt<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw toSpoolError(error);
  }
}

function tryTo(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

function toSpoolError(error: unknown): SpoolError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return new SpoolError(code, { cause: error });
}
