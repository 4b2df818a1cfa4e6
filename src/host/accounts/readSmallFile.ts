import { constants } from "node:fs";
import { open } from "node:fs/promises";

/** The file is no plain file, or larger than it may be. */
export class SmallFileError extends Error {
  override readonly name = "SmallFileError";
  readonly problem: "notAFile" | "tooLarge";

  constructor(problem: "notAFile" | "tooLarge") {
    super(problem);
    this.problem = problem;
  }
}

/** The text of a plain file of at most `maxBytes`. Rejects with a `SmallFileError`, or with what the system says. */
export async function readSmallFile(path: string, maxBytes: number): Promise<string> {
  // A pipe that nobody writes to would else hold the open for ever.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new SmallFileError("notAFile");
    if (stat.size > maxBytes) throw new SmallFileError("tooLarge");
    // It may grow meanwhile, and some file systems give no size.
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      length += bytesRead;
      if (length > maxBytes) throw new SmallFileError("tooLarge");
      if (bytesRead === 0) return buffer.toString("utf8", 0, length);
    }
  } finally {
    await handle.close();
  }
}
