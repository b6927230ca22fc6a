import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePipe } from './output-pipe.ts';

/** Private files of one attempt. */
export interface Scratch {
  readonly directory: string;
  /** Named pipe for rsync's output. */
  readonly pipe: string;
}

/**
 * Gives every attempt a private directory with a pipe, made beforehand: making a pipe takes a process of its own, which
 * a short run would notice.
 */
export class ScratchStore {
  #spare: Promise<Scratch> | undefined;

  /** Makes a directory for the next attempt; called early, it costs that attempt nothing. */
  prepare(): void {
    this.#spare ??= makeScratch();
    // Whoever takes it hears of a failure.
    this.#spare.catch(() => undefined);
  }

  async take(): Promise<Scratch> {
    const spare = this.#spare;
    this.#spare = undefined;
    // A failed or missing spare is made now, so that the attempt fails by the present state only.
    return (await spare?.catch(() => undefined)) ?? makeScratch();
  }

  /** Removes a directory that was taken, and prepares the next. Never throws: what stays is in a temporary folder. */
  discard({ directory }: Scratch): void {
    rm(directory, { recursive: true, force: true }).catch(() => undefined);
    this.prepare();
  }

  /** Removes the spare. */
  async close(): Promise<void> {
    const spare = await this.#spare?.catch(() => undefined);
    this.#spare = undefined;
    if (spare) await rm(spare.directory, { recursive: true, force: true });
  }
}

async function makeScratch(): Promise<Scratch> {
  const directory = await mkdtemp(join(tmpdir(), 'durasync-'));
  const pipe = join(directory, 'output');
  await makePipe(pipe);
  return { directory, pipe };
}
