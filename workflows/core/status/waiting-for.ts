import { parseDuration } from '../../../resources/duration.ts';
import { failurePause } from '../schedule/backoff.ts';
import type { JobMachine } from '../machine/job-machine.ts';

/** What the Job waits for, a sentence; null when it runs, or only for the next time of its schedule. */
export function waitingFor(state: JobMachine): string | null {
  const { run } = state;
  if (run !== null && run.cancel !== null) return `Run ${run.seq} is ending.`;
  if (run !== null) return run.waitingFor;
  if (state.mode === 'paused') return 'The Job is paused; resume it to go on.';
  if (state.mode === 'disabled') return 'The Job is disabled; enable it to go on.';
  return state.scheduleProblem ?? backingOff(state);
}

function backingOff({ desired, failing }: JobMachine): string | null {
  if (desired === null || failing === null) return null;
  const interval = desired.config.cron === undefined ? parseDuration(desired.config.interval) : 0;
  if (failurePause(failing.errorClass, failing.runs) <= interval) return null;
  const runs = failing.runs === 1 ? '1 failed run' : `${failing.runs} failed runs in a row`;
  return `A pause after ${runs} (${failing.errorClass}).`;
}
