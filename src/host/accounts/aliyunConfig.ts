import { unwatchFile, watchFile } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ProfileError, type ProfileProblem } from "../../account/profileError.ts";
import { parseProfileFile, type ProfileFile } from "../../account/profileFile.ts";
import { createEmitter } from "../../eci/emitter.ts";
import { readSmallFile, SmallFileError } from "./readSmallFile.ts";

const maxBytes = 1024 * 1024;
const lookMs = 1_000;

/**
 * The aliyun CLI's configuration file: read when it is asked for, never written. From the first read on it is looked at each
 * second, by its path: that also sees a file that comes into being, lies behind a link or is replaced by rename.
 */
export class AliyunConfig {
  readonly #path: () => string;
  readonly #changed = createEmitter<undefined>();
  readonly #look = (): void => this.#changed.emit(undefined);
  #watched: string | undefined;

  /** `path` is what the user set, empty for the CLI's own place; it may change, see `follow`. */
  constructor(path: () => string) {
    this.#path = path;
  }

  /** Rejects with a `ProfileError`, which holds nothing of the file. */
  async read(): Promise<ProfileFile> {
    const path = this.#toPath();
    this.#watch(path);
    let text: string;
    try {
      text = await readSmallFile(path, maxBytes);
    } catch (error) {
      throw new ProfileError(toProblem(error));
    }
    return parseProfileFile(text);
  }

  /** Looks at another file from now on, where the user set one. */
  follow(): void {
    if (this.#watched === undefined || this.#watched === this.#toPath()) return;
    this.#watch(this.#toPath());
    this.#changed.emit(undefined);
  }

  /** Calls back when the file may have changed. */
  onChange(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  dispose(): void {
    if (this.#watched !== undefined) unwatchFile(this.#watched, this.#look);
  }

  #toPath(): string {
    const text = this.#path().trim();
    if (text === "") return join(homedir(), ".aliyun", "config.json");
    return /^~(?=$|[/\\])/u.test(text) ? join(homedir(), text.slice(1)) : text;
  }

  #watch(path: string): void {
    if (path === this.#watched) return;
    this.dispose();
    this.#watched = path;
    watchFile(path, { persistent: false, interval: lookMs }, this.#look);
  }
}

function toProblem(error: unknown): ProfileProblem {
  if (error instanceof SmallFileError && error.problem === "tooLarge") return "fileTooLarge";
  return error instanceof Error && "code" in error && error.code === "ENOENT" ? "noFile" : "unreadableFile";
}
