/** How much may wait for the disk. */
const limitBytes = 4_194_304;

/**
 * Reads a body from now on, ahead of whoever takes its pieces: a stream that breaks throws away what waits in
 * it, and that would have to be sent again.
 */
export class ReadAhead {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #pieces: Uint8Array[] = [];
  #waitingBytes = 0;
  #hasEnded = false;
  #failure: { readonly error: unknown } | undefined;
  #wakeTaker: (() => void) | undefined;
  #wakeReader: (() => void) | undefined;

  constructor(body: ReadableStream<Uint8Array> | null) {
    this.#reader = body?.getReader();
    this.#read().catch((error: unknown) => {
      this.#failure = { error };
      this.#wakeTaker?.();
    });
  }

  /** The next piece; undefined after the last. Rejects with the stream's error once all that came before it is taken. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) {
        this.#waitingBytes -= piece.length;
        this.#wakeReader?.();
        return piece;
      }
      if (this.#failure) throw this.#failure.error;
      if (this.#hasEnded) return undefined;
      await new Promise<void>((resolve) => (this.#wakeTaker = resolve));
    }
  }

  /** Lets go of the body and its connection. */
  async cancel(): Promise<void> {
    this.#hasEnded = true;
    this.#wakeReader?.();
    await this.#reader?.cancel().catch(() => undefined);
  }

  async #read(): Promise<void> {
    while (this.#reader && !this.#hasEnded) {
      if (this.#waitingBytes >= limitBytes) {
        await new Promise<void>((resolve) => (this.#wakeReader = resolve));
        continue;
      }
      const { value } = await this.#reader.read();
      if (!value) break;
      this.#pieces.push(value);
      this.#waitingBytes += value.length;
      this.#wakeTaker?.();
    }
    this.#hasEnded = true;
    this.#wakeTaker?.();
  }
}
