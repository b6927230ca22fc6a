import type { AttemptIdentity, AttemptObserver } from '../activities/sync/sync-deps.ts';
import type { SyncInput } from '../activities/sync-contract.ts';
import type { WorkerProgress } from '../activities/worker-http-contract.ts';
import type { JobProgress } from '../resources/job/job-status.ts';

export type ProgressListener = (progress: WorkerProgress) => void;

/** Writes progress into the Job's status; see StatusReporter. */
export interface ProgressSink {
  begin(input: SyncInput, attempt: number): void;
  progress(progress: JobProgress): void;
  end(): Promise<void>;
}

/** The attempt that runs in this process, for whoever wants to know. */
export class AttemptState implements AttemptObserver {
  #current: WorkerProgress = { runSeq: 0, attempt: 0, progress: null };
  readonly #listeners = new Set<ProgressListener>();
  readonly #sink: ProgressSink;
  #running = false;

  constructor(sink: ProgressSink) {
    this.#sink = sink;
  }

  get current(): WorkerProgress {
    return this.#current;
  }

  /** The run under way; null while there is none. */
  get runningRun(): number | null {
    return this.#running ? this.#current.runSeq : null;
  }

  /** Hear every change; returns how to stop. */
  subscribe(listener: ProgressListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  begin(input: SyncInput, { number }: AttemptIdentity): void {
    this.#running = true;
    this.#publish({ runSeq: input.runSeq, attempt: number, progress: null });
    this.#sink.begin(input, number);
  }

  progress(progress: JobProgress): void {
    this.#publish({ ...this.#current, progress });
    this.#sink.progress(progress);
  }

  async end(): Promise<void> {
    this.#running = false;
    this.#publish({ ...this.#current, progress: null });
    await this.#sink.end();
  }

  #publish(progress: WorkerProgress): void {
    this.#current = progress;
    this.#listeners.forEach((listener) => listener(progress));
  }
}
