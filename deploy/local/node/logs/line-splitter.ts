import { MAX_PART_BYTES } from './cri-line.ts';

/** Cuts a byte stream into lines, and over-long lines into parts. Holds at most one part in memory. */
export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);
  readonly #emit: (text: Buffer, partial: boolean) => void;

  constructor(emit: (text: Buffer, partial: boolean) => void) {
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    let data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const end = data.indexOf(0x0a);
      const length = end === -1 ? data.length : end;
      if (length > MAX_PART_BYTES) {
        this.#emit(data.subarray(0, MAX_PART_BYTES), true);
        data = data.subarray(MAX_PART_BYTES);
      } else if (end === -1) {
        break;
      } else {
        this.#emit(data.subarray(0, end), false);
        data = data.subarray(end + 1);
      }
    }
    this.#rest = Buffer.from(data);
  }

  /** The stream has ended: what is left is a line too. */
  end(): void {
    if (this.#rest.length > 0) this.#emit(this.#rest, false);
    this.#rest = Buffer.alloc(0);
  }
}
