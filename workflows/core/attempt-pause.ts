import type { JobConfig } from '../../resources/job/job-config.ts';
import { toIsoSeconds } from './status/to-iso.ts';
import { NON_RETRYABLE, type FailureClass } from './failure-class.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Longest `waitingFor` of a status, characters. */
const REASON_LIMIT = 1_024;

/** Pause before the second attempt, doubled by every further one, and the longest; milliseconds. */
export const FIRST_PAUSE = 10 * SECOND;
export const LONGEST_PAUSE = 60 * MINUTE;

/** Pauses after failures that a quick attempt would only repeat, milliseconds. */
export const OWN_PAUSES: Readonly<Partial<Record<FailureClass, number>>> = {
  DiskFull: 30 * MINUTE,
  UpstreamBusy: 10 * MINUTE,
  DataLocked: MINUTE,
};

/** An attempt that failed and is made again: why, and when the next one is due, milliseconds since the epoch. */
export interface FailedAttempt {
  readonly errorClass: FailureClass;
  readonly message: string;
  readonly until: number;
}

/** Whether the run makes another attempt after its attempt number `attempt` (from 1) has failed. */
export function isTriedAgain(errorClass: FailureClass, attempt: number, { retry }: Pick<JobConfig, 'retry'>): boolean {
  return attempt < retry && !NON_RETRYABLE.includes(errorClass);
}

/**
 * How long the run waits after its attempt number `attempt` (from 1) has failed.
 * @returns milliseconds
 */
export function attemptPause(errorClass: FailureClass, attempt: number): number {
  return OWN_PAUSES[errorClass] ?? Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(attempt - 1, 30));
}

/**
 * What a run tells its entity while it waits for its next attempt.
 * @param attempt number of the one that failed
 * @param retry how many there are in all
 */
export function pauseNews(failed: FailedAttempt, attempt: number, retry: number) {
  const next = `Attempt ${attempt + 1} of ${retry} at ${toIsoSeconds(failed.until)}`;
  const why = `since attempt ${attempt} failed: ${failed.errorClass}: ${failed.message}`;
  return { waitingFor: `${next}, ${why}`.slice(0, REASON_LIMIT), failed };
}
