import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { formatCriLine, logTime, type CriLine, type LogStream } from './cri-line.ts';
import { LineSplitter } from './line-splitter.ts';

/** Size at which a log file is rotated, bytes, and how many files there are with the current one. */
export interface RotationLimits {
  readonly maxBytes: number;
  readonly files: number;
}

/** Kubernetes rotates at 10 MiB too; it keeps 5 files. */
export const ROTATION: RotationLimits = { maxBytes: 10 * 2 ** 20, files: 3 };

const FULL_DISK = new Set(['ENOSPC', 'EDQUOT', 'EIO']);

/** Names of a log's files, the oldest first; only those that exist. */
export function logFiles(file: string, limits: RotationLimits = ROTATION): string[] {
  const rotated = Array.from({ length: limits.files - 1 }, (_, index) => `${file}.${limits.files - 1 - index}`);
  return [...rotated, file].filter((name) => existsSync(name));
}

/**
 * Writes one run of a container to a file in CRI format. Lines are written at once, so that the file and the followers,
 * who get each line as it is written, never disagree.
 */
export class LogWriter {
  readonly file: string;
  readonly #limits: RotationLimits;
  readonly #followers = new Set<(line: CriLine | undefined) => void>();
  readonly #splitters: Record<LogStream, LineSplitter>;
  readonly #waiting: Buffer[] = [];
  #fd: number;
  #size: number;
  #closed = false;

  constructor(file: string, limits: RotationLimits = ROTATION) {
    this.file = file;
    this.#limits = limits;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    this.#fd = openSync(file, 'a', 0o600);
    this.#size = fstatSync(this.#fd).size;
    this.#splitters = { stdout: this.#splitter('stdout'), stderr: this.#splitter('stderr') };
  }

  #splitter(stream: LogStream): LineSplitter {
    return new LineSplitter((text, partial) => this.#write({ time: logTime(new Date()), stream, partial, text }));
  }

  get closed(): boolean {
    return this.#closed;
  }

  push(stream: LogStream, chunk: Buffer): void {
    this.#splitters[stream].push(chunk);
    this.#flush();
  }

  /** Calls with every later line, then once with undefined when the run is over. @returns how to stop it */
  follow(onLine: (line: CriLine | undefined) => void): () => void {
    this.#followers.add(onLine);
    return () => this.#followers.delete(onLine);
  }

  close(): void {
    if (this.#closed) return;
    for (const splitter of Object.values(this.#splitters)) splitter.end();
    this.#flush();
    this.#closed = true;
    closeSync(this.#fd);
    for (const follower of this.#followers) follower(undefined);
    this.#followers.clear();
  }

  #write(line: CriLine): void {
    if (this.#closed) return;
    this.#waiting.push(formatCriLine(line));
    for (const follower of this.#followers) follower(line);
  }

  /** Many short lines become one write. A full disk loses lines, but must not end the node. */
  #flush(): void {
    const bytes = Buffer.concat(this.#waiting.splice(0));
    if (bytes.length === 0 || this.#closed) return;
    try {
      if (this.#size > 0 && this.#size + bytes.length > this.#limits.maxBytes) this.#rotate();
      this.#size += writeSync(this.#fd, bytes);
    } catch (error) {
      if (!FULL_DISK.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }

  #rotate(): void {
    closeSync(this.#fd);
    for (let index = this.#limits.files - 1; index > 0; index--) {
      const from = index === 1 ? this.file : `${this.file}.${index - 1}`;
      if (existsSync(from)) renameSync(from, `${this.file}.${index}`);
    }
    this.#fd = openSync(this.file, 'w', 0o600);
    this.#size = 0;
  }
}
