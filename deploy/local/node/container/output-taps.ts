type Listener = (stream: 'stdout' | 'stderr', chunk: Buffer) => void;

/** Whoever listens to what a container prints, beside its log. */
export class OutputTaps {
  readonly #listeners = new Set<Listener>();

  /** @returns the way to stop */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  push(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    for (const listener of this.#listeners) listener(stream, chunk);
  }
}
