import { execFile } from 'node:child_process';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { promisify } from 'node:util';

const CHUNK = 64 * 1024;
/** A read of this much means that more is waiting. */
const BUSY = CHUNK / 4;
const FASTEST_MS = 4;
const SLOWEST_MS = 64;

/** Makes the named pipe that `OutputPipe` reads. */
export async function makePipe(path: string): Promise<void> {
  await promisify(execFile)('mkfifo', ['-m', '600', '--', path], { timeout: 10_000 });
}

/**
 * Reads a child's output through a named pipe in large pieces. rsync flushes every line, and Node wakes up for each one
 * that comes through its own socket pairs: ten times the processor time, and a slower rsync.
 */
export class OutputPipe {
  readonly #readFd: number;
  #writeFd: number | undefined;
  readonly #buffer = Buffer.alloc(CHUNK);
  readonly #onData: (chunk: Buffer) => void;
  #delay = FASTEST_MS;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param onData is given a buffer that is overwritten after it returns */
  constructor(path: string, onData: (chunk: Buffer) => void) {
    this.#onData = onData;
    this.#readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    this.#writeFd = openSync(path, constants.O_WRONLY);
  }

  /** The end to hand to the child; call `start` once it has it. */
  get writeFd(): number {
    if (this.#writeFd === undefined) throw new Error('the pipe has been started');
    return this.#writeFd;
  }

  start(): void {
    this.#closeWriteEnd();
    this.#schedule();
  }

  /** Reads what is left and closes; call it when the child has exited. */
  finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#closeWriteEnd();
    try {
      while (this.#read() > 0);
    } finally {
      closeSync(this.#readFd);
    }
  }

  #closeWriteEnd(): void {
    if (this.#writeFd !== undefined) closeSync(this.#writeFd);
    this.#writeFd = undefined;
  }

  #schedule(): void {
    this.#timer = setTimeout(() => this.#poll(), this.#delay);
  }

  #poll(): void {
    let size = this.#read();
    this.#delay = size > 0 ? FASTEST_MS : Math.min(SLOWEST_MS, this.#delay * 2);
    for (let turns = 0; size >= BUSY && turns < 16; turns += 1) size = this.#read();
    this.#schedule();
  }

  /** @returns bytes read; 0 when there is nothing now, or no writer any more */
  #read(): number {
    try {
      const size = readSync(this.#readFd, this.#buffer);
      if (size > 0) this.#onData(this.#buffer.subarray(0, size));
      return size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
