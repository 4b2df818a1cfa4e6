import { statSync } from "node:fs";
import type { ByteSource } from "../../../capture/byteSource.ts";
import { openCapturePieces } from "../../../capture/capturePieces.ts";
import type { FirstPass } from "../../../capture/session/capturePass.ts";
import { createPieces, type NextPiece } from "../../../capture/pieces.ts";
import { openFileSource } from "../fileSource.ts";
import { createSpoolFile } from "./spoolFile.ts";
import type { WorkerFile } from "./workerMessages.ts";

/** A file as a session reads it. */
export type OpenedFile = {
  /** As it lies on the disk, when it was opened. */
  readonly sizeBytes: number;
  /** The uncompressed bytes. */
  readonly source: ByteSource;
  readonly firstPass: FirstPass;
  readonly openPass: () => NextPiece;
  /** Its bytes may be others than those that were read; one that has only grown counts as the same. */
  hasChanged(): boolean;
  close(): Promise<void>;
};

/** Opens a file, and a temporary one beside it for what is compressed. Rejects with a CaptureError for an empty one, a SpoolError, and the system's errors. */
export async function openWorkerFile(file: WorkerFile): Promise<OpenedFile> {
  const own = "path" in file ? openPath(file.path) : openBytes(file.bytes);
  try {
    return await openPlainOrCompressed(own);
  } catch (error) {
    own.close();
    throw error;
  }
}

type RawFile = {
  readonly source: ByteSource;
  readonly openPass: () => NextPiece;
  hasChanged(): boolean;
  close(): void;
};

async function openPlainOrCompressed(file: RawFile): Promise<OpenedFile> {
  let readBytes = 0;
  const counted: ByteSource = {
    sizeBytes: file.source.sizeBytes,
    read: async (offset, lengthBytes) => {
      const bytes = await file.source.read(offset, lengthBytes);
      readBytes = Math.max(readBytes, offset + bytes.length);
      return bytes;
    },
  };
  const pieces = await openCapturePieces(counted);
  const { isCompressed } = pieces;
  const common = { sizeBytes: file.source.sizeBytes, hasChanged: () => file.hasChanged() };
  const pass = { isCompressed, isBroken: () => pieces.isBroken(), readBytes: () => readBytes };
  if (!isCompressed) {
    readBytes = 0;
    const next = file.openPass();
    const countedNext = async () => {
      const piece = await next();
      readBytes += piece?.length ?? 0;
      return piece;
    };
    return {
      ...common,
      source: file.source,
      firstPass: { ...pass, next: countedNext },
      openPass: file.openPass,
      close: async () => {
        await pieces.dispose();
        file.close();
      },
    };
  }
  const spool = await createSpoolBeside(() => pieces.dispose());
  return {
    ...common,
    source: spool.source,
    firstPass: {
      ...pass,
      next: async () => {
        const piece = await pieces.next();
        if (piece !== undefined) spool.append(piece);
        return piece;
      },
    },
    openPass: () => createPieces(spool.source),
    close: async () => {
      await pieces.dispose();
      spool.close();
      file.close();
    },
  };
}

async function createSpoolBeside(dispose: () => Promise<void>) {
  try {
    return createSpoolFile();
  } catch (error) {
    await dispose();
    throw error;
  }
}

function openPath(path: string): RawFile {
  const opened = openFileSource(path);
  const { mtimeMs, size, ino } = statSync(path);
  return {
    source: opened.source,
    openPass: () => opened.openPass(),
    hasChanged: () => {
      const now = statSync(path, { throwIfNoEntry: false });
      // What took its name is not what is open here.
      if (now?.ino !== ino) return false;
      return now.size < size || (now.size === size && now.mtimeMs !== mtimeMs);
    },
    close: () => opened.close(),
  };
}

function openBytes(bytes: Uint8Array): RawFile {
  const source: ByteSource = {
    sizeBytes: bytes.length,
    read: (offset, lengthBytes) => bytes.subarray(offset, offset + lengthBytes),
  };
  return {
    source,
    openPass: () => createPieces(source),
    hasChanged: () => false,
    close: () => undefined,
  };
}
