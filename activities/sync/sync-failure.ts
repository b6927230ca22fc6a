import { ApplicationFailure } from '@temporalio/common';
import { NON_RETRYABLE, type FailureClass } from '../../workflows/core/failure-class.ts';

/** Why an attempt ended without success: its class, and a sentence for the status that says what to do. */
export class SyncFailure extends Error {
  readonly failureClass: FailureClass;

  constructor(failureClass: FailureClass, message: string) {
    super(message);
    this.name = 'SyncFailure';
    this.failureClass = failureClass;
  }
}

/** Pause before the next attempt for failures that a quick retry would only repeat. */
const NEXT_RETRY: Partial<Record<FailureClass, `${number}m`>> = {
  DiskFull: '30m',
  UpstreamBusy: '10m',
  DataLocked: '1m',
};

/** The failure as Temporal keeps it: the class is its type. */
export function toApplicationFailure(failure: SyncFailure): ApplicationFailure {
  const { failureClass, message } = failure;
  const nextRetryDelay = NEXT_RETRY[failureClass];
  return ApplicationFailure.create({
    type: failureClass,
    message,
    nonRetryable: NON_RETRYABLE.includes(failureClass),
    ...(nextRetryDelay && { nextRetryDelay }),
  });
}
