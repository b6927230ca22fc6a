import { ApplicationFailure } from '@temporalio/common';
import { OWN_PAUSES } from '../../workflows/core/attempt-pause.ts';
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

/** The failure as Temporal keeps it: the class is its type. The delay is for runs of old, whose pauses are Temporal's. */
export function toApplicationFailure(failure: SyncFailure): ApplicationFailure {
  const { failureClass, message } = failure;
  const nextRetryDelay = OWN_PAUSES[failureClass];
  return ApplicationFailure.create({
    type: failureClass,
    message,
    nonRetryable: NON_RETRYABLE.includes(failureClass),
    ...(nextRetryDelay && { nextRetryDelay }),
  });
}
