import { createHash, type Hash } from "node:crypto";
import { constants } from "node:fs";
import { link, lstat, open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import { writeFileAtomically } from "../atomicFile.ts";
import { sweepTemporaries } from "../sweepTemporaries.ts";
import { createCrc64, type Crc64 } from "./crc64.ts";
import { DownloadError } from "./downloadError.ts";
import { dropBytes } from "./dropBytes.ts";

const identitySchema = z.object({
  /** A strong entity tag (RFC 9110, 8.8.3), with its quotes. */
  etag: z.optional(z.string().check(z.regex(/^"[\x21\x23-\x7e]*"$/))),
  totalBytes: z.optional(z.int().check(z.minimum(0))),
  /** `x-oss-hash-crc64ecma`, of the whole object. */
  crc64: z.optional(z.string()),
});

/** Which object a part belongs to; two parts of one identity may be joined. Holds no address. */
export type PartIdentity = Readonly<z.infer<typeof identitySchema>>;

const headBytes = 64;
const pieceBytes = 1_048_576;
const syncBytes = 64 * pieceBytes;
// A link in the part's place would lead out of the folder. Windows knows no such flag.
const partFlags = constants.O_RDWR | constants.O_CREAT | ((constants.O_NOFOLLOW as number | undefined) ?? 0);

/** The file that a download grows in, `<stem>.part`, and what it is a part of, `<stem>.part.json`. */
export class PartFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  #identity: PartIdentity = {};
  #sizeBytes = 0;
  #head = new Uint8Array(0);
  #unsyncedBytes = 0;
  #syncing: Promise<{ readonly failure: unknown } | undefined> = Promise.resolve(undefined);
  #sha256: Hash = createHash("sha256");
  #crc64: Crc64 = createCrc64();

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /**
   * Opens the part in the folder; what an earlier run left is taken over when it can be told what it belongs to. Rejects
   * with the signal's reason.
   */
  static async open(folder: string, stem: string, signal: AbortSignal): Promise<PartFile> {
    const path = join(folder, `${stem}.part`);
    await sweepTemporaries(folder, Date.now());
    const part = new PartFile(path, await open(path, partFlags, 0o600));
    try {
      const identity = await readIdentity(`${path}.json`);
      if (identity?.etag !== undefined && identity.totalBytes !== undefined)
        await part.#takeOver(identity, signal);
      else await part.begin({});
    } catch (error) {
      await part.close();
      throw error;
    }
    return part;
  }

  get identity(): PartIdentity {
    return this.#identity;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** The first bytes, at most 64. */
  get head(): Uint8Array {
    return this.#head;
  }

  get sha256(): string {
    return this.#sha256.copy().digest("hex");
  }

  get crc64(): string {
    return this.#crc64.digest();
  }

  /** Begins again from nothing, as a part of another object. */
  async begin(identity: PartIdentity): Promise<void> {
    const json = `${this.#path}.json`;
    this.#forgetBytes();
    this.#identity = identity;
    // What is not known needs no room on a disk that may be full.
    if (identity.etag === undefined) await rm(json, { force: true });
    await this.#handle.truncate(0);
    if (identity.etag !== undefined) await writeFileAtomically(json, JSON.stringify(identity));
  }

  /** After a failure the part is only good for `close` and `discard`. */
  async append(pieces: readonly Uint8Array[]): Promise<void> {
    const writing = this.#write(pieces);
    // While the disk is at it.
    for (const piece of pieces) this.#hash(piece);
    await writing;
    for (const piece of pieces) {
      this.#sizeBytes += piece.length;
      this.#unsyncedBytes += piece.length;
    }
    if (this.#unsyncedBytes >= syncBytes) await this.#beginSync();
  }

  /**
   * Gives the finished file its name, or the next free one; an existing file is never replaced, and at no time does the
   * name stand for less than the whole file. `onNamed` hears the name while the part is still there: a run that ends
   * in between is followed by one that finds the file under that name again.
   */
  async promote(
    folder: string,
    name: string,
    extension: string,
    onNamed: (path: string) => Promise<void>,
  ): Promise<string> {
    await this.#untilSynced();
    await this.#handle.sync();
    const own = await this.#handle.stat({ bigint: true });
    const isOwn = async (path: string) => {
      const { ino, dev } = await lstat(path, { bigint: true });
      return ino === own.ino && dev === own.dev;
    };
    // Somebody may have put another file in its place, which nobody has checked.
    if (!(await isOwn(this.#path))) throw new DownloadError({ code: "fileProblem", systemCode: "ESTALE" });
    await this.close();
    for (let count = 1; ; count++) {
      const path = join(folder, count === 1 ? `${name}${extension}` : `${name} (${count})${extension}`);
      try {
        await linkOrRename(this.#path, path);
      } catch (error) {
        if (!hasCode(error, "EEXIST")) throw error;
        if (!(await isOwn(path))) continue;
      }
      await onNamed(path);
      await rm(this.#path, { force: true });
      await rm(`${this.#path}.json`, { force: true });
      return path;
    }
  }

  async discard(): Promise<void> {
    await this.close();
    await rm(this.#path, { force: true });
    await rm(`${this.#path}.json`, { force: true });
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #takeOver(identity: PartIdentity, signal: AbortSignal): Promise<void> {
    const piece = new Uint8Array(pieceBytes);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await this.#handle.read(piece, 0, pieceBytes, this.#sizeBytes);
      if (bytesRead === 0) break;
      this.#hash(piece.subarray(0, bytesRead));
      this.#sizeBytes += bytesRead;
    }
    this.#identity = identity;
    if (this.#sizeBytes > (identity.totalBytes ?? 0)) await this.begin({});
  }

  /** Has the disk at work while more comes: little is then left to wait for at the end, when the user may cancel. */
  async #beginSync(): Promise<void> {
    await this.#untilSynced();
    this.#unsyncedBytes = 0;
    this.#syncing = this.#handle.datasync().then(
      () => undefined,
      (failure: unknown) => ({ failure }),
    );
  }

  /** The system tells a write that failed late once only. */
  async #untilSynced(): Promise<void> {
    const failed = await this.#syncing;
    if (failed) throw failed.failure;
  }

  async #write(pieces: readonly Uint8Array[]): Promise<void> {
    let position = this.#sizeBytes;
    for (let rest = pieces; rest.length > 0;) {
      const { bytesWritten } = await this.#handle.writev(rest, position);
      position += bytesWritten;
      rest = dropBytes(rest, bytesWritten);
    }
  }

  #hash(bytes: Uint8Array): void {
    if (this.#head.length < headBytes) {
      this.#head = Uint8Array.from([...this.#head, ...bytes.subarray(0, headBytes - this.#head.length)]);
    }
    this.#sha256.update(bytes);
    this.#crc64.update(bytes);
  }

  #forgetBytes(): void {
    this.#sizeBytes = 0;
    this.#head = new Uint8Array(0);
    this.#sha256 = createHash("sha256");
    this.#crc64 = createCrc64();
  }
}

/** Gives a file a name that is free, or rejects with EEXIST. */
async function linkOrRename(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (hasCode(error, "EEXIST")) throw error;
    // A file system without links. The name is taken before the rename, which alone would replace a file of that name.
    await (await open(to, "wx", 0o600)).close();
    try {
      await rename(from, to);
    } catch (failure) {
      await rm(to, { force: true });
      throw failure;
    }
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

async function readIdentity(path: string): Promise<PartIdentity | undefined> {
  try {
    return identitySchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    // Missing or damaged: the part is then begun again.
    return undefined;
  }
}
