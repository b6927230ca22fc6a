import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import { FAILURE_CLASSES, type FailureClass } from './core/failure-class.ts';

/** A failure as the status tells it. */
export interface Failure {
  readonly errorClass: FailureClass;
  readonly message: string;
}

const TIMEOUTS: Readonly<Record<string, Failure>> = {
  HEARTBEAT: { errorClass: 'WorkerLost', message: 'The worker stopped answering while the run was under way.' },
  START_TO_CLOSE: { errorClass: 'TimedOut', message: 'The attempt took longer than spec.config.timeout allows.' },
};

/** Tells from what an activity or a child workflow threw why it failed. */
export function toFailure(error: unknown): Failure {
  const cause = rootOf(error);
  if (cause instanceof ApplicationFailure) return { errorClass: classOf(cause.type), message: cause.message };
  if (cause instanceof CancelledFailure) return { errorClass: 'Canceled', message: 'The run was stopped.' };
  if (cause instanceof TerminatedFailure) return { errorClass: 'Killed', message: 'The run was terminated.' };
  if (cause instanceof TimeoutFailure)
    return TIMEOUTS[String(cause.timeoutType)] ?? { errorClass: 'TimedOut', message: cause.message };
  if (cause instanceof WorkflowExecutionAlreadyStartedError) {
    return { errorClass: 'DataLocked', message: 'An earlier run of the same number is still ending.' };
  }
  return { errorClass: 'Unknown', message: cause instanceof Error ? cause.message : String(cause) };
}

/** Whether no worker took the activity from its queue in time. */
export function isWaitInVain(error: unknown): boolean {
  const cause = rootOf(error);
  return cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START';
}

function rootOf(error: unknown): unknown {
  const wraps = error instanceof ChildWorkflowFailure || error instanceof ActivityFailure;
  return wraps ? rootOf(error.cause) : error;
}

function classOf(type: string | undefined | null): FailureClass {
  return FAILURE_CLASSES.find((name) => name === type) ?? 'Unknown';
}
