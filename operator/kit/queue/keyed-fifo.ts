/** A queue that knows its members. All operations take constant time. */
export class KeyedFifo {
  // A Map remembers the order of insertion.
  readonly #addedAt = new Map<string, number>();
  // Kept from one take to the next: a fresh one would walk over all the holes that earlier takes have left.
  #next = this.#addedAt.entries();

  get size(): number {
    return this.#addedAt.size;
  }

  /** When the key was added; undefined when it is not in the queue. */
  get(key: string): number | undefined {
    return this.#addedAt.get(key);
  }

  /** Add a key that is not in the queue. */
  push(key: string, addedAt: number): void {
    this.#addedAt.set(key, addedAt);
  }

  delete(key: string): void {
    this.#addedAt.delete(key);
  }

  /** Remove and return the first key. */
  shift(): { readonly key: string; readonly addedAt: number } | undefined {
    if (this.#addedAt.size === 0) return undefined;
    let first = this.#next.next();
    if (first.done) {
      // An iterator that has once reached the end stays there.
      this.#next = this.#addedAt.entries();
      first = this.#next.next();
    }
    if (first.done) return undefined;
    const [key, addedAt] = first.value;
    this.#addedAt.delete(key);
    return { key, addedAt };
  }

  clear(): void {
    this.#addedAt.clear();
  }
}
