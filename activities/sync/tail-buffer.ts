/** Keeps the last bytes of a stream. */
export class TailBuffer {
  readonly #limit: number;
  #kept: Buffer = Buffer.alloc(0);

  /** @param limit bytes kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    const all = chunk.length >= this.#limit ? chunk : Buffer.concat([this.#kept, chunk]);
    // A copy, since callers reuse their read buffer.
    this.#kept = Buffer.from(all.subarray(Math.max(0, all.length - this.#limit)));
  }

  toString(): string {
    return this.#kept.toString('utf8');
  }
}
