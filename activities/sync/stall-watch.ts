import { activityOf } from './process-io.ts';
import { SyncFailure } from './sync-failure.ts';

/** rsync itself is given its time first. */
const TIMES = 2;
const TIMEOUT_OPTION = /^--timeout=(\d+)$/;

/**
 * Notices an upstream that hangs in the middle of a transfer. rsync's `--timeout` does not as long as the other host takes
 * its keep-alive messages: its receiver leaves that to its generator, which counts what it sends for a sign of life.
 */
export class StallWatch {
  readonly #limitMs: number;
  readonly #activityOf: (pid: number) => string | undefined;
  #seen: string | undefined;
  #since = 0;

  /**
   * @param options rsync's, of which the last `--timeout`, in seconds, counts; 0 or none is without limit
   * @param activity what a process has done, by default as its system tells
   */
  constructor(options: readonly string[], activity: (pid: number) => string | undefined = activityOf) {
    this.#activityOf = activity;
    const seconds = options.map((option) => TIMEOUT_OPTION.exec(option)?.[1]).findLast((value) => value !== undefined);
    this.#limitMs = Number(seconds ?? 0) * 1_000 * TIMES;
  }

  /**
   * To be asked now and then.
   * @param pid rsync's first process
   * @param now milliseconds, of any clock
   * @returns why the attempt must end; undefined while rsync does something
   */
  check(pid: number, now: number): SyncFailure | undefined {
    const activity = this.#activityOf(pid);
    if (activity === undefined || activity !== this.#seen) {
      [this.#seen, this.#since] = [activity, now];
      return undefined;
    }
    if (this.#limitMs === 0 || now - this.#since < this.#limitMs) return undefined;
    const seconds = Math.round((now - this.#since) / 1_000);
    return new SyncFailure('UpstreamStalled', `The upstream sent nothing for too long: nothing for ${seconds} s`);
  }
}
