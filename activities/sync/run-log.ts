import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { mkdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { listLogs, logName } from './log-files.ts';

/** Room beyond the limit for our own lines and errors, which matter most when the rest is cut. */
const RESERVE = 1024 * 1024;

export interface RunLogOptions {
  readonly directory: string;
  readonly run: number;
  readonly startedAt: Date;
  /** Most bytes of one run's log. */
  readonly maxBytes: number;
  /** Logs kept, this one included. */
  readonly keep: number;
}

/** The log of one run; attempts of the run append to it. A log that cannot be written never fails the run. */
export class RunLog {
  readonly path: string;
  #fd: number | undefined;
  readonly #maxBytes: number;
  #bytes: number;
  #cut = false;

  private constructor(path: string, maxBytes: number) {
    this.path = path;
    this.#maxBytes = maxBytes;
    this.#fd = openSync(path, 'a', 0o644);
    this.#bytes = fstatSync(this.#fd).size;
  }

  /** Opens the run's log, points `latest` at it and removes the oldest. */
  static async open(options: RunLogOptions): Promise<RunLog> {
    const { directory, run } = options;
    await mkdir(directory, { recursive: true });
    const logs = await listLogs(directory);
    const path = logs.find((log) => log.run === run)?.path ?? join(directory, logName(run, options.startedAt));
    const log = new RunLog(path, options.maxBytes);
    const others = logs.filter((other) => other.path !== path);
    await Promise.all(others.slice(options.keep - 1).map((old) => rm(old.path, { force: true })));
    await pointLatest(directory, basename(path));
    return log;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Appends output of rsync, up to the limit. */
  write(chunk: Buffer): void {
    if (chunk.length === 0 || this.#cut) return;
    if (this.#bytes + chunk.length <= this.#maxBytes) return this.#append(chunk);
    this.#cut = true;
    this.line(`the log has reached its limit of ${this.#maxBytes} bytes; further output of rsync is left out`);
  }

  /** Appends an error of rsync, or the end of its output; also past the limit, into the reserve. */
  important(chunk: Buffer): void {
    if (this.#bytes + chunk.length <= this.#maxBytes + RESERVE) this.#append(chunk);
  }

  /** Appends a line of our own. */
  line(text: string): void {
    this.important(Buffer.from(`[durasync] ${text}\n`));
  }

  /** Ends the log; what comes later, from a process that even SIGKILL did not end, is left out. */
  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  #append(chunk: Buffer): void {
    if (this.#fd === undefined) return;
    try {
      this.#bytes += writeSync(this.#fd, chunk);
    } catch (error) {
      // A full volume is the run's own failure and told by rsync; the log just ends.
      if (!['ENOSPC', 'EDQUOT', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

/** Swaps the link in one step, so that readers always find one. */
async function pointLatest(directory: string, name: string): Promise<void> {
  const temporary = join(directory, `.latest-${process.pid}`);
  await rm(temporary, { force: true });
  await symlink(name, temporary);
  await rename(temporary, join(directory, 'latest'));
}
