import type { Job } from '../../resources/job/job.ts';

const MOST = 500;

/**
 * The newest state that this process has seen of the Jobs it wrote last, at most 500. It may be out of date: whoever
 * writes on the strength of it must have the API server compare the resourceVersion.
 */
export class RecentJobs {
  readonly #byUid = new Map<string, Job>();

  get(uid: string): Job | undefined {
    return this.#byUid.get(uid);
  }

  remember(job: Job): void {
    const { uid } = job.metadata;
    if (uid === undefined) return;
    // Put at the end: a Map keeps the order of insertion, so the first is the one not written for longest.
    this.#byUid.delete(uid);
    this.#byUid.set(uid, job);
    const oldest = this.#byUid.keys().next().value;
    if (this.#byUid.size > MOST && oldest !== undefined) this.#byUid.delete(oldest);
  }

  forget(uid: string): void {
    this.#byUid.delete(uid);
  }
}
