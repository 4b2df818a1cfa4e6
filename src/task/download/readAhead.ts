/** How many pieces, of what a socket gives at once, may wait for the disk. */
const mostPieces = 48;
/** How many are taken at once: what is done with them is done in one go. */
const mostTaken = 8;

/**
 * Reads a body from now on, ahead of whoever takes its pieces: a stream that breaks throws away what waits in
 * it, and that would have to be sent again. Frees the pieces itself: as garbage they would grow faster than they
 * are collected.
 */
export class ReadAhead {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #waiting: Uint8Array[] = [];
  #taken: readonly Uint8Array[] = [];
  #hasEnded = false;
  #failure: { readonly error: unknown } | undefined;
  #wakeTaker: (() => void) | undefined;
  #wakeReader: (() => void) | undefined;

  constructor(body: ReadableStream<Uint8Array> | null) {
    this.#reader = body?.getReader();
    this.#fill().catch((error: unknown) => {
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
    for (const piece of this.#taken) free(piece);
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
    await this.#reader?.cancel().catch(() => undefined);
  }

  #untilMore(): Promise<void> {
    return new Promise((resolve) => (this.#wakeTaker = resolve));
  }

  async #fill(): Promise<void> {
    while (!this.#hasEnded) {
      if (this.#waiting.length >= mostPieces) {
        await new Promise<void>((resolve) => (this.#wakeReader = resolve));
        continue;
      }
      const piece = await this.#reader?.read();
      if (!piece?.value) break;
      this.#waiting.push(piece.value);
      this.#wakeTaker?.();
    }
    this.#hasEnded = true;
    this.#wakeTaker?.();
  }
}

/**
 * The body of a response hands its pieces over (https://streams.spec.whatwg.org/#transfer-array-buffer): nobody else
 * holds a piece that is a whole buffer.
 */
function free({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
