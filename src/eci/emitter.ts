/** Listeners of one event; a listener that throws does not keep the others from hearing it. */
export type Emitter<T> = {
  /** Adds a listener; the function it gives takes it off again. */
  on(listener: (value: T) => void): () => void;
  emit(value: T): void;
};

/** An event without VS Code. */
export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(value) {
      const errors: unknown[] = [];
      for (const listener of [...listeners]) {
        try {
          listener(value);
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0)
        queueMicrotask(() => {
          throw errors[0];
        });
    },
  };
}
