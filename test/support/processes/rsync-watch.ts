import { basename } from 'node:path';
import { processesWith } from './processes.ts';

const SAMPLE_MS = 20;

/** Watches which rsync runs write to a folder. */
export interface RsyncWatch {
  /** Most runs (process groups) at one moment so far. */
  mostAtOnce(): number;
  /** Runs under way now. */
  now(): number;
  stop(): void;
}

/** Looks 50 times a second at all rsync processes that name the folder, until stopped. */
export function watchRsync(folder: string): RsyncWatch {
  let most = 0;
  const count = (): number => {
    const writers = processesWith(
      ([program = '', ...args]) => basename(program) === 'rsync' && args.some((arg) => arg.startsWith(folder)),
    );
    const groups = new Set(writers.map(({ processGroup }) => processGroup)).size;
    most = Math.max(most, groups);
    return groups;
  };
  const timer = setInterval(count, SAMPLE_MS);
  return { mostAtOnce: () => most, now: count, stop: () => clearInterval(timer) };
}
