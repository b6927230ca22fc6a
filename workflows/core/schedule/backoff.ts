import type { FailureClass } from '../failure-class.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

interface BackoffRule {
  /** Pause after the first failed run, milliseconds; doubled by every further one. */
  readonly first: number;
  /** Longest pause, milliseconds. */
  readonly cap: number;
}

/** What only an administrator can mend: a change of the spec starts a run at once, so waiting costs nobody anything. */
const NEEDS_ADMINISTRATOR: BackoffRule = { first: 10 * MINUTE, cap: 24 * HOUR };
const COMMON: BackoffRule = { first: 30 * SECOND, cap: HOUR };

const RULES: Readonly<Partial<Record<FailureClass, BackoffRule>>> = {
  ConfigInvalid: NEEDS_ADMINISTRATOR,
  PathForbidden: NEEDS_ADMINISTRATOR,
  UpstreamAuth: NEEDS_ADMINISTRATOR,
  UpstreamMissing: NEEDS_ADMINISTRATOR,
  RsyncUsage: NEEDS_ADMINISTRATOR,
  MassDeletion: NEEDS_ADMINISTRATOR,
  UpstreamBusy: { first: 5 * MINUTE, cap: 6 * HOUR },
  UpstreamUnreachable: { first: MINUTE, cap: 2 * HOUR },
  UpstreamStalled: { first: MINUTE, cap: 2 * HOUR },
  DiskFull: { first: 10 * MINUTE, cap: 6 * HOUR },
};

/** Failures after which a plain `start` is refused until the pause is over: the upstream asked for peace. */
export const RESPECTED_BY_START: ReadonlySet<FailureClass> = new Set<FailureClass>(['UpstreamBusy']);

/**
 * Shortest pause after a failed run, before the next one of the schedule. A pause can only put a run off: the interval
 * holds besides it, so that a failing mirror never asks its upstream more often than a healthy one.
 * @param failures failed runs in a row, 1 or more
 * @returns milliseconds
 */
export function failurePause(errorClass: FailureClass, failures: number): number {
  const rule = RULES[errorClass] ?? COMMON;
  return Math.min(rule.cap, rule.first * 2 ** Math.min(failures - 1, 30));
}
