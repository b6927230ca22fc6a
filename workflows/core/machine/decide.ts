import { handleRunWaiting } from './amend-run.ts';
import { handleCommand } from './handle-command.ts';
import { handleReconcile } from './handle-reconcile.ts';
import { handleRunEnded } from './handle-run-ended.ts';
import type { ActiveRun, Decision, JobEvent, JobMachine } from './job-machine.ts';
import { cancelRun, settle } from './settle.ts';

/**
 * The one place where a Job's life is decided: pure, so the same events at the same times give the same decisions.
 * @param now milliseconds since the epoch
 */
export function decide(state: JobMachine, event: JobEvent, now: number): Decision {
  if (event.type === 'command') return handleCommand(state, event.command, now);
  return settle(react(state, event, now), now);
}

function react(state: JobMachine, event: Exclude<JobEvent, { type: 'command' }>, now: number): Decision {
  switch (event.type) {
    case 'reconcile':
      return handleReconcile(state, event.input, now);
    case 'runEnded':
      return handleRunEnded(state, event, now);
    case 'runStarted':
      return updateRun(state, event.seq, { started: true });
    case 'runWaiting':
      return handleRunWaiting(state, event);
    case 'remove':
      return handleRemove(state);
    case 'timerDue':
      return { state, effects: [] };
  }
}

function updateRun(state: JobMachine, seq: number, change: Partial<ActiveRun>): Decision {
  if (state.run?.seq !== seq) return { state, effects: [] };
  return { state: { ...state, run: { ...state.run, ...change } }, effects: [] };
}

function handleRemove(state: JobMachine): Decision {
  const removing = { ...state, removing: true };
  return state.run === null
    ? { state: removing, effects: [] }
    : cancelRun(removing, state.run, { cancel: 'remove', then: null });
}
