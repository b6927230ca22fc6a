import type { SyncInput } from '../activities/sync-contract.ts';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import { jobs } from '../resources/job/job.ts';
import type { JobProgress } from '../resources/job/job-status.ts';
import type { ProgressSink } from './attempt-state.ts';

/** A run shorter than this writes nothing. */
const FIRST_MS = 2_000;
const EVERY_MS = 10_000;
const CALL_MS = 5_000;

export interface StatusReporterDeps {
  readonly kubernetes: Pick<KubernetesClient, 'patch'>;
  readonly onError: (error: unknown) => void;
  /** Pause between two writes, milliseconds; 10 s unless told. */
  readonly everyMs?: number;
  /** Pause before the first, milliseconds; 2 s unless told. */
  readonly firstMs?: number;
}

/**
 * Writes the progress of the attempt under way into the Job's status, now and then. A write is a JSON patch (RFC 6902)
 * that tests the object, the run and the state first, so that the API server itself refuses one that comes too late.
 */
export class StatusReporter implements ProgressSink {
  readonly #deps: StatusReporterDeps;
  #input: SyncInput | undefined;
  #attempt = 0;
  #latest: JobProgress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #abort = new AbortController();

  constructor(deps: StatusReporterDeps) {
    this.#deps = deps;
  }

  begin(input: SyncInput, attempt: number): void {
    this.#input = input;
    this.#attempt = attempt;
    this.#latest = undefined;
    this.#abort = new AbortController();
    this.#schedule(this.#deps.firstMs ?? FIRST_MS);
  }

  progress(progress: JobProgress): void {
    this.#latest = progress;
  }

  /** Resolves when no write is under way any more. */
  async end(): Promise<void> {
    this.#input = undefined;
    clearTimeout(this.#timer);
    this.#abort.abort();
    await this.#writing;
  }

  #schedule(delay: number): void {
    this.#timer = setTimeout(() => {
      this.#writing = this.#write().finally(() => {
        if (this.#input) this.#schedule(this.#deps.everyMs ?? EVERY_MS);
      });
    }, delay);
  }

  async #write(): Promise<void> {
    const input = this.#input;
    const progress = this.#latest;
    if (!input || !progress) return;
    const { namespace, name } = input;
    try {
      await this.#deps.kubernetes.patch(
        jobs,
        { namespace, name },
        { type: 'json', body: progressPatch(input, this.#attempt, progress), subresource: 'status', ...this.#call() },
      );
    } catch (error) {
      if (this.#input) this.#deps.onError(error);
    }
  }

  #call() {
    return { signal: this.#abort.signal, timeoutMs: CALL_MS };
  }
}

/** RFC 6902. */
export function progressPatch(input: SyncInput, attempt: number, progress: JobProgress): readonly object[] {
  return [
    { op: 'test', path: '/metadata/uid', value: input.uid },
    { op: 'test', path: '/status/runSeq', value: input.runSeq },
    { op: 'test', path: '/status/status', value: 'syncing' },
    { op: 'add', path: '/status/attempt', value: attempt },
    { op: 'add', path: '/status/progress', value: progress },
    { op: 'add', path: '/status/lastOnline', value: progress.updatedAt },
  ];
}
