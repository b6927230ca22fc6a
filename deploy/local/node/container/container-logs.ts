import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { LogWriter } from '../logs/log-writer.ts';

/** A container's logs: one file a run, of which the current and the previous one are kept. */
export class ContainerLogs {
  readonly #folder: string;
  #current: LogWriter | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get current(): LogWriter | undefined {
    return this.#current;
  }

  file(run: number): string {
    return path.join(this.#folder, `${run}.log`);
  }

  /** Opens the log of the run with this restart count and drops those before the last. */
  async open(run: number): Promise<LogWriter> {
    this.#current?.close();
    this.#current = new LogWriter(this.file(run));
    const names = await readdir(this.#folder);
    const old = names.filter((name) => Number.parseInt(name, 10) < run - 1);
    await Promise.all(old.map((name) => rm(path.join(this.#folder, name), { force: true })));
    return this.#current;
  }
}
