import type { SyncPhase } from '../../resources/job/job-status.ts';
import type { SyncHeartbeat } from '../sync-contract.ts';

/** Window of the rate, milliseconds. */
const RATE_WINDOW = 10_000;
/** A rate over less than this would be noise. */
const SHORTEST = 100;

interface Sample {
  readonly at: number;
  readonly bytes: number;
}

/** Where an attempt is. Time is given by the caller, milliseconds. */
export class ProgressMeter {
  phase: SyncPhase = 'planning';
  /** Bytes that the plan said are to be fetched. */
  totalBytes: number | undefined;
  readonly #startedAt: string;
  #bytes = 0;
  #files = 0;
  #samples: Sample[] = [];

  constructor(startedAt: Date) {
    this.#startedAt = startedAt.toISOString();
  }

  addFiles(count: number): void {
    this.#files += count;
  }

  /** Takes note of the bytes fetched up to `at`; never goes back, nor past the total. */
  setBytes(bytes: number, at: number): void {
    this.#bytes = Math.max(this.#bytes, Math.min(bytes, this.totalBytes ?? bytes));
    this.#samples = [...this.#samples.filter((sample) => at - sample.at <= RATE_WINDOW), { at, bytes: this.#bytes }];
    if (this.phase === 'transferring' && this.totalBytes && this.#bytes === this.totalBytes) this.phase = 'finishing';
  }

  get bytes(): number {
    return this.#bytes;
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
    if (!oldest || at - oldest.at < SHORTEST) return 0;
    return Math.round(((this.#bytes - oldest.bytes) * 1000) / (at - oldest.at));
  }
}
