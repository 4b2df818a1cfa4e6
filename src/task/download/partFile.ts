import { createHash, type Hash } from "node:crypto";
import { open, readFile, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod/mini";
import { writeFileAtomically } from "../atomicFile.ts";
import { createCrc64, type Crc64 } from "./crc64.ts";

const identitySchema = z.object({
  /** A strong entity tag (RFC 9110, 8.8.3), with its quotes. */
  etag: z.optional(z.string()),
  totalBytes: z.optional(z.number()),
  /** `x-oss-hash-crc64ecma`, of the whole object. */
  crc64: z.optional(z.string()),
});

/** Which object a part belongs to; two parts of one identity may be joined. Holds no address. */
export type PartIdentity = Readonly<z.infer<typeof identitySchema>>;

const headBytes = 64;
const pieceBytes = 1_048_576;

/** The file that a download grows in, `<stem>.part`, and what it is a part of, `<stem>.part.json`. */
export class PartFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  #identity: PartIdentity = {};
  #sizeBytes = 0;
  #head = new Uint8Array(0);
  #sha256: Hash = createHash("sha256");
  #crc64: Crc64 = createCrc64();

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Opens the part in the folder; what an earlier run left is taken over when it can be told what it belongs to. */
  static async open(folder: string, stem: string): Promise<PartFile> {
    const path = join(folder, `${stem}.part`);

    const part = new PartFile(path, await openPart(path));
    try {
      const identity = await readIdentity(`${path}.json`);
      if (identity?.etag !== undefined && identity.totalBytes !== undefined) await part.#takeOver(identity);
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
    await this.#handle.truncate(0);
    this.#forgetBytes();
    this.#identity = identity;
    await writeFileAtomically(`${this.#path}.json`, JSON.stringify(identity));
  }

  async append(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, written, undefined, this.#sizeBytes + written);
      written += bytesWritten;
    }
    this.#count(bytes);
  }

  /** Gives the finished file its name, or the next free one; an existing file is never replaced. */
  async promote(folder: string, name: string, extension: string): Promise<string> {
    await this.#handle.sync();
    await this.close();
    for (let count = 1; ; count++) {
      const path = join(folder, count === 1 ? `${name}${extension}` : `${name} (${count})${extension}`);
      try {
        // The name is taken before the rename, which alone would replace a file of that name.
        await (await open(path, "wx", 0o600)).close();
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "EEXIST") continue;
        throw error;
      }
      try {
        await rename(this.#path, path);
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
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

  async #takeOver(identity: PartIdentity): Promise<void> {
    const piece = new Uint8Array(pieceBytes);
    for (;;) {
      const { bytesRead } = await this.#handle.read(piece, 0, pieceBytes, this.#sizeBytes);
      if (bytesRead === 0) break;
      this.#count(piece.subarray(0, bytesRead));
    }
    this.#identity = identity;
    if (this.#sizeBytes > (identity.totalBytes ?? 0)) await this.begin({});
  }

  #count(bytes: Uint8Array): void {
    if (this.#head.length < headBytes) {
      this.#head = Uint8Array.from([...this.#head, ...bytes.subarray(0, headBytes - this.#head.length)]);
    }
    this.#sha256.update(bytes);
    this.#crc64.update(bytes);
    this.#sizeBytes += bytes.length;
  }

  #forgetBytes(): void {
    this.#sizeBytes = 0;
    this.#head = new Uint8Array(0);
    this.#sha256 = createHash("sha256");
    this.#crc64 = createCrc64();
  }
}

async function openPart(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r+");
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOENT") throw error;
    return await open(path, "wx+", 0o600);
  }
}

async function readIdentity(path: string): Promise<PartIdentity | undefined> {
  try {
    return identitySchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    // Missing or damaged: the part is then begun again.
    return undefined;
  }
}
