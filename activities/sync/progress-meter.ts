import type { SyncPhase } from '../../resources/job/job-status.ts';
import type { SyncHeartbeat } from '../sync-contract.ts';
import type { TransferProgress } from './parse-progress.ts';

/** Window of the rate, milliseconds. */
const RATE_WINDOW = 10_000;

/** Where an attempt is. Time is given by the caller, milliseconds. */
export class ProgressMeter {
  phase: SyncPhase = 'planning';
  totalBytes: number | undefined;
  readonly #startedAt: string;
  #bytes = 0;
  #files = 0;
  #samples: { readonly at: number; readonly bytes: number }[] = [];

  constructor(startedAt: Date) {
    this.#startedAt = startedAt.toISOString();
  }

  update(progress: TransferProgress, at: number): void {
    this.#bytes = Math.max(this.#bytes, progress.bytes);
    this.#files = Math.max(this.#files, progress.files ?? 0);
    this.#samples = [...this.#samples.filter((sample) => at - sample.at < RATE_WINDOW), { at, bytes: this.#bytes }];
  }

  /** The figures as of `at`. */
  snapshot(at: number, logOffset: number): SyncHeartbeat {
    return {
      phase: this.phase,
      bytes: this.#bytes,
      ...(this.totalBytes !== undefined && { totalBytes: this.totalBytes }),
      files: this.#files,
      rate: this.#rate(at),
      startedAt: this.#startedAt,
      logOffset,
    };
  }

  #rate(at: number): number {
    const oldest = this.#samples.find((sample) => at - sample.at <= RATE_WINDOW);
    if (!oldest || at - oldest.at < 100) return 0;
    return Math.round(((this.#bytes - oldest.bytes) * 1000) / (at - oldest.at));
  }
}
