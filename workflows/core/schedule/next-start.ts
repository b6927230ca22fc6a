import { parseDuration } from '../../../resources/duration.ts';
import type { JobConfig } from '../../../resources/job/job-config.ts';
import { SHORTEST_INTERVAL_MS } from '../../../resources/schema/interval-rule.ts';
import type { FailureClass } from '../failure-class.ts';
import { failurePause } from './backoff.ts';
import { nextCronTime } from './next-cron-time.ts';
import { stableFraction } from './stable-fraction.ts';

/** RFC 3339 has years of four digits; a later time could not be told, 9999-12-31 in milliseconds. */
const LATEST = 253_402_214_400_000;

/** What the next start is computed from. Times are milliseconds since the epoch. */
export interface ScheduleInput {
  /** `<namespace>/<name>`: the part of the jitter that this Job gets. */
  readonly key: string;
  readonly config: JobConfig;
  /** When the last run ended, however it ended; null before the first. */
  readonly lastEnded: number | null;
  /** The failed runs since the last good one; null when the last run was good. */
  readonly failing: { readonly errorClass: FailureClass; readonly runs: number } | null;
  readonly now: number;
}

/** How long this Job's starts are put off, milliseconds: always the same share of `config.jitter`. */
export function jitterOf(key: string, config: JobConfig): number {
  return Math.floor(parseDuration(config.jitter) * stableFraction(key));
}

/**
 * When the next run of the schedule is due. The first run of a Job is due at once, later ones the interval after the
 * END of the last or at the next time of the cron schedule; the pause after failures and the jitter put it off further.
 * A time that passed while nothing could run is made up for by one run.
 * @returns milliseconds since the epoch; null when the cron schedule never fires
 * @throws Error when the cron schedule or its time zone cannot be read
 */
export function nextStart(input: ScheduleInput): number | null {
  const jitter = jitterOf(input.key, input.config);
  if (input.lastEnded === null) return Math.min(input.now + jitter, LATEST);
  const due = scheduledTime(input.config, input.lastEnded, pauseOf(input));
  return due === null ? null : Math.min(due + jitter, LATEST);
}

function pauseOf({ failing }: ScheduleInput): number {
  return failing === null ? 0 : failurePause(failing.errorClass, failing.runs);
}

function scheduledTime(config: JobConfig, lastEnded: number, pause: number): number | null {
  if (config.cron !== undefined) return nextCronTime(config.cron, config.timeZone, lastEnded + pause);
  return lastEnded + Math.max(parseDuration(config.interval), SHORTEST_INTERVAL_MS, pause);
}
