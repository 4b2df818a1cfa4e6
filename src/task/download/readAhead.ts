/** How many pieces may wait for the disk. */
const mostPieces = 48;
/** How many are taken at once: what is done with them is done in one go. */
const mostTaken = 16;
/** What a socket is read in. */
const pieceBytes = 65_536;

type ReadPiece = (buffer: ArrayBufferLike) => Promise<Uint8Array | undefined>;

/**
 * Reads a body from now on, ahead of whoever takes its pieces: a stream that breaks throws away what waits in
 * it, and that would have to be sent again. Reads into the same few buffers: a new one for each piece would be
 * garbage faster than it is collected.
 */
export class ReadAhead {
  readonly #cancel: () => Promise<void>;
  readonly #free: ArrayBufferLike[] = [];
  readonly #waiting: Uint8Array[] = [];
  #taken: readonly Uint8Array[] = [];
  #hasEnded = false;
  #failure: { readonly error: unknown } | undefined;
  #wakeTaker: (() => void) | undefined;
  #wakeReader: (() => void) | undefined;

  constructor(body: ReadableStream<Uint8Array> | null) {
    const { readPiece, cancel } = openBody(body);
    this.#cancel = cancel;
    this.#fill(readPiece).catch((error: unknown) => {
      this.#failure = { error };
      this.#wakeTaker?.();
    });
  }

  /** The first bytes, fewer where the body ends before; only before the first `next`. */
  async peek(count: number): Promise<Uint8Array> {
    const isEnough = () => this.#waiting.reduce((sum, { length }) => sum + length, 0) >= count;
    while (!isEnough() && !this.#hasEnded && !this.#failure) await this.#untilMore();
    return Uint8Array.from(this.#waiting.flatMap((piece) => [...piece.subarray(0, count)])).subarray(
      0,
      count,
    );
  }

  /**
   * Some of what waits, at least one piece, good until the next call; undefined after the last. Rejects with the stream's
   * error once all that came before it is taken.
   */
  async next(): Promise<readonly Uint8Array[] | undefined> {
    this.#free.push(...this.#taken.map(({ buffer }) => buffer));
    this.#taken = [];
    while (this.#waiting.length === 0) {
      if (this.#failure) throw this.#failure.error;
      if (this.#hasEnded) return undefined;
      await this.#untilMore();
    }
    this.#taken = this.#waiting.splice(0, mostTaken);
    this.#wakeReader?.();
    return this.#taken;
  }

  /** Lets go of the body and its connection. */
  async cancel(): Promise<void> {
    this.#hasEnded = true;
    this.#wakeReader?.();
    await this.#cancel().catch(() => undefined);
  }

  #untilMore(): Promise<void> {
    return new Promise((resolve) => (this.#wakeTaker = resolve));
  }

  async #fill(readPiece: ReadPiece): Promise<void> {
    while (!this.#hasEnded) {
      if (this.#waiting.length >= mostPieces) {
        await new Promise<void>((resolve) => (this.#wakeReader = resolve));
        continue;
      }
      const piece = await readPiece(this.#free.pop() ?? new ArrayBuffer(pieceBytes));
      if (!piece) break;
      this.#waiting.push(piece);
      this.#wakeTaker?.();
    }
    this.#hasEnded = true;
    this.#wakeTaker?.();
  }
}

function openBody(body: ReadableStream<Uint8Array> | null): {
  readonly readPiece: ReadPiece;
  readonly cancel: () => Promise<void>;
} {
  if (!body) return { readPiece: () => Promise.resolve(undefined), cancel: () => Promise.resolve() };
  try {
    const reader = body.getReader({ mode: "byob" });
    return {
      readPiece: async (buffer) => {
        const { done, value } = await reader.read(new Uint8Array(buffer));
        return done ? undefined : value;
      },
      cancel: () => reader.cancel(),
    };
  } catch {
    // A `fetch` whose bodies are no streams of bytes.
    const reader = body.getReader();
    return { readPiece: async () => (await reader.read()).value, cancel: () => reader.cancel() };
  }
}
