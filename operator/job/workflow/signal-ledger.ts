import type { Job } from '../../../resources/job/job.ts';
import type { Look } from './set-back.ts';

/** What the workflow of a Job is due: the news of the object, a look whether it still runs, or nothing. */
export type Due = 'signal' | 'check' | 'nothing';

interface Entry {
  readonly uid: string;
  readonly generation: number;
  readonly at: number;
}

/**
 * Remembers what each workflow was told last, and what it looked like. It is lost with the process, which costs one look
 * a Job: whether the workflow goes by the present spec is read from the status.
 */
export class SignalLedger {
  readonly #healMs: number;
  readonly #entries = new Map<string, Entry>();
  readonly #looks = new Map<string, Look>();

  /** @param healMs a workflow due for nothing else is looked at again after this long, milliseconds */
  constructor(healMs: number) {
    this.#healMs = healMs;
  }

  /** `now` in milliseconds, of any clock that only goes forward. */
  due(key: string, job: Job, now: number): Due {
    const entry = this.#entries.get(key);
    const { uid, generation } = version(job);
    if (entry && (entry.uid !== uid || entry.generation !== generation)) return 'signal';
    // The object was set back to an earlier state: its workflow must be told that the generations count anew.
    if ((job.status?.observedGeneration ?? 0) > generation) return 'signal';
    if (entry && now - entry.at < this.#healMs) return 'nothing';
    return job.status?.observedGeneration === generation ? 'check' : 'signal';
  }

  /** The last look at the workflow; null when there was none. */
  lastLook(key: string): Look | null {
    return this.#looks.get(key) ?? null;
  }

  looked(key: string, look: Look): void {
    this.#looks.set(key, look);
  }

  /** The workflow was told, or found in order. */
  settled(key: string, job: Job, now: number): void {
    this.#entries.set(key, { ...version(job), at: now });
  }

  /** Whether this process has told the workflow anything, or found it running. */
  knows(key: string): boolean {
    return this.#entries.has(key);
  }

  forget(key: string): void {
    this.#entries.delete(key);
    this.#looks.delete(key);
  }
}

const version = ({ metadata }: Job) => ({ uid: metadata.uid ?? '', generation: metadata.generation ?? 0 });
