import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { SyncActivities, SyncInput, SyncResult } from '../../../activities/sync-contract.ts';
import { NON_RETRYABLE, type FailureClass } from '../../../workflows/core/failure-class.ts';
import { syncResult } from './job-fixture.ts';
import { WaitingRoom } from './waiting-room.ts';

const HEARTBEAT_MS = 50;

/** One attempt, held until the test ends it or it is cancelled. */
export interface HeldAttempt {
  readonly input: SyncInput;
  readonly attempt: number;
  /** When the attempt began, milliseconds since the epoch. */
  readonly at: number;
  succeed(result?: Partial<SyncResult>): void;
  /** Sends no heartbeat any more, as if the worker had been killed. */
  fallSilent(): void;
  fail(errorClass: FailureClass, message?: string): void;
}

/** The sync activity with a gate in place of rsync. */
export class FakeSync {
  readonly attempts: HeldAttempt[] = [];
  readonly #room = new WaitingRoom();

  readonly activities: SyncActivities = {
    sync: async (input) => {
      const context = Context.current();
      const { info, cancelled } = context;
      const heartbeat = () => context.heartbeat();
      const { promise, resolve, reject } = Promise.withResolvers<SyncResult>();
      const heart = setInterval(() => heartbeat(), HEARTBEAT_MS);
      this.attempts.push({
        input,
        attempt: input.attempt ?? info.attempt,
        at: Date.now(),
        fallSilent: () => clearInterval(heart),
        succeed: (result) => resolve(syncResult(result)),
        fail: (type, message = type) => reject(failure(type, message)),
      });
      this.#room.notify();
      return Promise.race([promise, cancelled]).finally(() => clearInterval(heart));
    },
  };

  /** The attempt number `count` since the start, 1 being the first. */
  attempt(count: number): Promise<HeldAttempt> {
    return this.#room.until(() => this.attempts[count - 1]);
  }
}

function failure(type: FailureClass, message: string): ApplicationFailure {
  const nonRetryable = NON_RETRYABLE.includes(type);
  return ApplicationFailure.create({ type, message, nonRetryable });
}
