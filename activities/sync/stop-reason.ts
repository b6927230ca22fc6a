import { CancelledFailure } from '@temporalio/common';
import { SyncFailure } from './sync-failure.ts';

/** Ends an attempt from inside, e.g. because the volume ran full; the first reason counts. */
export class AttemptStop {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;

  /** @param cancellation the activity's own signal */
  constructor(cancellation: AbortSignal) {
    this.signal = AbortSignal.any([cancellation, this.#controller.signal]);
  }

  stop(failure: SyncFailure): void {
    this.#controller.abort(failure);
  }

  /** Throws the reason, once there is one. */
  throwIfStopped(): void {
    if (this.signal.aborted) throw stopError(this.signal.reason);
  }
}

/**
 * What the activity fails with after `reason`: a worker that shuts down is worth another attempt elsewhere, every other
 * cancellation (CANCELLED, TIMED_OUT, NOT_FOUND, …) is passed on as it is.
 */
export function stopError(reason: unknown): unknown {
  if (reason instanceof CancelledFailure && reason.message === 'WORKER_SHUTDOWN') {
    return new SyncFailure(
      'WorkerShutdown',
      'The worker shut down during the run; the next attempt goes on from there',
    );
  }
  return reason;
}
