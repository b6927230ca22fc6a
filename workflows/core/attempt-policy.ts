import { parseDuration } from '../../resources/duration.ts';
import type { JobConfig } from '../../resources/job/job-config.ts';
import { FIRST_PAUSE, LONGEST_PAUSE } from './attempt-pause.ts';
import { NON_RETRYABLE, type FailureClass } from './failure-class.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An attempt "without limit": Temporal wants a number, and the heartbeat finds dead workers long before, milliseconds. */
const NO_LIMIT = 3_650 * 24 * HOUR;

/** A worker that sent no heartbeat for so long is taken for dead, milliseconds. */
export const HEARTBEAT_TIMEOUT = 30 * SECOND;

/** How often one run may lose its worker before it fails; each loss gives all attempts back. */
export const MAX_LOST_WORKERS = 10;

/** Ends of an attempt that are the worker's fault, so they must not use up the attempts the user granted. */
const WORKER_FAULTS: readonly FailureClass[] = ['WorkerLost', 'WorkerShutdown'];

/** Name that Temporal gives a missed heartbeat in `nonRetryableErrorTypes`. */
const HEARTBEAT_TIMEOUT_TYPE = 'TemporalTimeout:Heartbeat';

/** Options of the sync activity that follow from the config; all times are milliseconds. */
export interface AttemptPolicy {
  readonly startToCloseTimeout: number;
  readonly heartbeatTimeout: number;
  readonly retry: {
    /** The first attempt included. */
    readonly maximumAttempts: number;
    readonly initialInterval: number;
    readonly backoffCoefficient: number;
    readonly maximumInterval: number;
    readonly nonRetryableErrorTypes: string[];
  };
}

/**
 * How the attempts of one run are made: `retry` is their number in all, each may take `timeout`. A lost worker ends the
 * attempts, so that the run can begin to count anew. Only runs of old leave the pauses between attempts to Temporal; the
 * others take one attempt at a time (`once`).
 */
export function attemptPolicy(config: JobConfig): AttemptPolicy {
  return {
    startToCloseTimeout: Math.min(parseDuration(config.timeout) || NO_LIMIT, NO_LIMIT),
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: {
      maximumAttempts: config.retry,
      initialInterval: FIRST_PAUSE,
      backoffCoefficient: 2,
      maximumInterval: LONGEST_PAUSE,
      nonRetryableErrorTypes: [...NON_RETRYABLE, ...WORKER_FAULTS, HEARTBEAT_TIMEOUT_TYPE],
    },
  };
}

/** The same for a single attempt. */
export const once = (policy: AttemptPolicy): AttemptPolicy => ({
  ...policy,
  retry: { ...policy.retry, maximumAttempts: 1 },
});

/** Whether the run goes on with another worker after this failure. */
export function goesOnElsewhere(errorClass: FailureClass, lostWorkers: number): boolean {
  return WORKER_FAULTS.includes(errorClass) && lostWorkers <= MAX_LOST_WORKERS;
}

/**
 * How long an attempt waits in its queue before the run tells that no worker takes it: 15 s at first, doubled to 10 min,
 * so that a worker that is away for days costs little history.
 * @param waits earlier waits in vain, 0 or more
 * @returns milliseconds
 */
export function queueWait(waits: number): number {
  return Math.min(10 * MINUTE, 15 * SECOND * 2 ** Math.min(waits, 10));
}
