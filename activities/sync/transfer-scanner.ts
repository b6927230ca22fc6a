import { parseProgress, type TransferProgress } from './parse-progress.ts';

const CR = 13;
const LF = 10;
const SPACE = 32;
const EMPTY = Buffer.alloc(0);
/** Longer than any progress update: a carry of this size is text. */
const MAX_CARRY = 4096;

/**
 * Takes rsync's output apart: log text, and updates of `--info=progress2`, which begin with a carriage return and a space
 * and end with a newline or the next update. Lines are not split; only carriage returns and the ends of updates are sought.
 */
export class TransferScanner {
  #carry: Buffer = EMPTY;
  #latest: Buffer | undefined;

  /** @returns the text for the log, in the chunk's order */
  push(chunk: Buffer): Buffer {
    const data = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    this.#carry = EMPTY;
    const text: Buffer[] = [];
    let start = 0;
    for (let cr = data.indexOf(CR); cr !== -1; cr = data.indexOf(CR, start)) {
      text.push(data.subarray(start, cr));
      start = this.#update(data, cr, text);
      if (start === data.length) break;
    }
    text.push(data.subarray(start));
    return text.length === 1 ? (text[0] ?? EMPTY) : Buffer.concat(text);
  }

  /** The newest update since the last call. */
  progress(): TransferProgress | undefined {
    const update = this.#latest;
    this.#latest = undefined;
    return update && parseProgress(update.toString('latin1'));
  }

  /** @returns where the text goes on after the carriage return at `cr` */
  #update(data: Buffer, cr: number, text: Buffer[]): number {
    const lf = data.indexOf(LF, cr);
    const end = lf === -1 ? data.length : lf;
    if (data[cr + 1] !== SPACE && cr + 1 < data.length) {
      text.push(data.subarray(cr, cr + 1));
      return cr + 1;
    }
    const last = Math.max(cr, data.lastIndexOf(CR, end - 1));
    if (lf === -1) {
      // The update may be cut; what is before it is superseded.
      if (end - last > MAX_CARRY) text.push(data.subarray(last));
      else this.#carry = Buffer.from(data.subarray(last));
    }
    if (end - last > 1) this.#latest = Buffer.from(data.subarray(last + 1, end));
    return lf === -1 ? data.length : lf + 1;
  }
}
