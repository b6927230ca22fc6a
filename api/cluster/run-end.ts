import type { JobState, JobStatus } from '../../resources/job/job-status.ts';
import type { CommandResult } from '../../workflows/messages.ts';

const running: ReadonlySet<JobState | undefined> = new Set<JobState>(['pre-syncing', 'syncing']);

/** Whether a run is under way in this state. */
export const isRunning = (state: JobState | undefined): boolean => running.has(state);

/**
 * Whether a Job's status is the final one of what a command began: of the run that it started or found under way, or,
 * when no run is, of the state that the command led to.
 */
export function isSettled(status: JobStatus | undefined, result: CommandResult): boolean {
  const { status: state, runSeq = 0 } = status ?? {};
  if (runSeq !== result.runSeq) return runSeq > result.runSeq;
  if (isRunning(state)) return false;
  return isRunning(result.state) ? hasEnded(status) : state === result.state;
}

// The status of a run not yet begun still has the end of the run before it.
function hasEnded({ lastStarted, lastEnded }: JobStatus = {}): boolean {
  if (lastEnded === undefined) return false;
  return lastStarted === undefined || Date.parse(lastEnded) >= Date.parse(lastStarted);
}
