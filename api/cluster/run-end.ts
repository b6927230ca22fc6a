import type { JobState, JobStatus } from '../../resources/job/job-status.ts';
import type { CommandResult } from '../../workflows/messages.ts';

const running: ReadonlySet<JobState | undefined> = new Set<JobState>(['pre-syncing', 'syncing']);

/** Whether a run is under way in this state. */
export const isRunning = (state: JobState | undefined): boolean => running.has(state);

/**
 * Whether a Job's status is the final one of what a command began: of the run that it started, found under way or put
 * in the queue, or, when there is no run, of the state that the command led to. A status tells of a run only once that
 * has begun, so one that speaks of an earlier run is never final.
 */
export function isSettled(status: JobStatus | undefined, result: CommandResult): boolean {
  const { status: state, runSeq = 0 } = status ?? {};
  if (runSeq < result.runSeq || isRunning(state)) return false;
  return runSeq > result.runSeq || isRunning(result.state) || state === result.state;
}
