import type { Job } from '../../../resources/job/job.ts';

/** What the workflow of a Job is due: the news of the object, a look whether it still runs, or nothing. */
export type Due = 'signal' | 'check' | 'nothing';

interface Entry {
  readonly uid: string;
  readonly generation: number;
  readonly at: number;
}

/** A workflow that is due for nothing else is looked at again after this long, so that one ended by hand comes back. */
export const HEAL_MS = 9 * 60_000;

/**
 * Remembers what each workflow was told last. It is lost with the process, which costs one look a Job: whether the
 * workflow goes by the present spec is read from the status.
 */
export class SignalLedger {
  readonly #entries = new Map<string, Entry>();

  /** `now` in milliseconds, of any clock that only goes forward. */
  due(key: string, job: Job, now: number): Due {
    const entry = this.#entries.get(key);
    const { uid, generation } = version(job);
    if (entry && (entry.uid !== uid || entry.generation !== generation)) return 'signal';
    if (entry && now - entry.at < HEAL_MS) return 'nothing';
    return job.status?.observedGeneration === generation ? 'check' : 'signal';
  }

  /** The workflow was told, or found running. */
  settled(key: string, job: Job, now: number): void {
    this.#entries.set(key, { ...version(job), at: now });
  }

  /** Whether this process has told the workflow anything, or found it running. */
  knows(key: string): boolean {
    return this.#entries.has(key);
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}

const version = ({ metadata }: Job) => ({ uid: metadata.uid ?? '', generation: metadata.generation ?? 0 });
