import { failurePause, RESPECTED_BY_START } from '../schedule/backoff.ts';
import { toIsoSeconds } from '../status/to-iso.ts';
import type { Command, CommandVerb } from '../../messages.ts';
import { amendRun } from './amend-run.ts';
import type { ActiveRun, Decision, JobMachine, QueuedStart } from './job-machine.ts';
import { cancelRun, replan, startRun } from './settle.ts';

/** A decision and what the user is told about it. */
export interface Reaction extends Decision {
  readonly changed: boolean;
  readonly message: string;
}

type Handler = (state: JobMachine, command: Command, now: number) => Reaction;

/** What each command does to a Job that exists and stays. */
export const commandHandlers: Readonly<Record<CommandVerb, Handler>> = {
  start,
  stop,
  restart,
  reload,
  pause,
  resume,
  disable,
  enable,
};

const nothing = (state: JobMachine, message: string): Reaction => ({ state, effects: [], changed: false, message });
const done = (decision: Decision, message: string): Reaction => ({ ...decision, changed: true, message });

function start(state: JobMachine, command: Command, now: number): Reaction {
  const refusal = whyNotStart(state, command, now);
  if (refusal !== null) return nothing(state, refusal);
  const { run } = state;
  if (run === null) return startNow(state, toStart(command, 'command'), now);
  if (run.cancel === null) return tryAgain(state, run, command);
  if (run.then !== null) return nothing(state, `A new run starts as soon as run ${run.seq} has ended.`);
  const queued = { ...state, run: { ...run, then: toStart(command, 'command') } };
  return done({ state: queued, effects: [] }, `A new run starts as soon as run ${run.seq} has ended.`);
}

/** A run that waits between attempts goes on at once; with one under way, there is nothing to start. */
function tryAgain(state: JobMachine, run: ActiveRun, { force, allowDelete }: Command): Reaction {
  const { failed, seq } = run;
  if (failed === null) return nothing(state, `Run ${seq} is already under way.`);
  if (force !== true && RESPECTED_BY_START.has(failed.errorClass)) {
    const until = toIsoSeconds(failed.until);
    return nothing(
      state,
      `The upstream was too busy, so run ${seq} waits until ${until}; start it with force to go on now.`,
    );
  }
  const amended = { ...run, allowDelete: run.allowDelete || allowDelete === true };
  return done(amendRun(state, amended, true), `Run ${seq} goes on with its next attempt now.`);
}

function stop(state: JobMachine): Reaction {
  const { run } = state;
  if (run === null) return nothing(state, 'No run is under way.');
  if (run.cancel !== null && run.then === null) return nothing(state, `Run ${run.seq} is already ending.`);
  const stopped = cancelRun(state, run, { cancel: run.cancel ?? 'stop', then: null });
  return done(stopped, `Run ${run.seq} is being stopped; the schedule goes on after it.`);
}

function restart(state: JobMachine, command: Command, now: number): Reaction {
  const { run } = state;
  const refusal = run === null ? whyNotStart(state, command, now) : whyDisabled(state);
  if (refusal !== null) return nothing(state, refusal);
  const then = toStart(command, 'restart');
  if (run === null) return startNow(state, then, now);
  const restarted = cancelRun(state, run, { cancel: run.cancel ?? 'restart', then });
  return done(restarted, `Run ${run.seq} is being stopped and a new run starts after it.`);
}

function reload(state: JobMachine, _command: Command, now: number): Reaction {
  if (state.mode !== 'active') return nothing(state, `The Job is ${state.mode}, so there is nothing to plan.`);
  const forgiven = { ...state, failing: null };
  if (state.run !== null) return done({ state: forgiven, effects: [] }, 'The schedule is planned anew after this run.');
  return done({ state: replan(forgiven, now), effects: [] }, 'The schedule was planned anew.');
}

function pause(state: JobMachine): Reaction {
  if (state.mode !== 'active') return nothing(state, `The Job is already ${state.mode}.`);
  const message =
    state.run === null ? 'The schedule is paused.' : `The schedule is paused; run ${state.run.seq} goes on.`;
  return done({ state: { ...state, mode: 'paused' }, effects: [] }, message);
}

function resume(state: JobMachine, _command: Command, now: number): Reaction {
  const refusal = whyDisabled(state);
  if (refusal !== null) return nothing(state, refusal);
  if (state.mode === 'active') return nothing(state, 'The Job is not paused.');
  return done({ state: replan({ ...state, mode: 'active' }, now), effects: [] }, 'The schedule goes on.');
}

function disable(state: JobMachine): Reaction {
  if (state.mode === 'disabled') return nothing(state, 'The Job is already disabled.');
  const disabled: JobMachine = { ...state, mode: 'disabled' };
  const message = 'The Job is disabled; nothing starts until it is enabled.';
  if (state.run === null) return done({ state: disabled, effects: [] }, message);
  const cancel = state.run.cancel ?? 'disable';
  return done(
    cancelRun(disabled, state.run, { cancel, then: null }),
    `${message} Run ${state.run.seq} is being stopped.`,
  );
}

function enable(state: JobMachine, _command: Command, now: number): Reaction {
  if (state.mode !== 'disabled') return nothing(state, 'The Job is not disabled.');
  return done({ state: replan({ ...state, mode: 'active' }, now), effects: [] }, 'The Job is enabled.');
}

function startNow(state: JobMachine, start: QueuedStart, now: number): Reaction {
  const started = startRun(state, start, now);
  return done(started, `Run ${started.state.runSeq} starts.`);
}

function toStart(command: Command, trigger: QueuedStart['trigger']): QueuedStart {
  return { trigger, allowDelete: command.allowDelete ?? false };
}

function whyDisabled(state: JobMachine): string | null {
  return state.mode === 'disabled' ? 'The Job is disabled; enable it first.' : null;
}

function whyNotStart(state: JobMachine, command: Command, now: number): string | null {
  if (state.mode === 'disabled') return whyDisabled(state);
  if (command.force === true) return null;
  if (state.mode === 'paused') return 'The Job is paused; resume it, or start it with force.';
  return whyBackingOff(state, now);
}

function whyBackingOff({ failing, scheduleFrom }: JobMachine, now: number): string | null {
  if (failing === null || scheduleFrom === null || !RESPECTED_BY_START.has(failing.errorClass)) return null;
  const until = scheduleFrom + failurePause(failing.errorClass, failing.runs);
  if (until <= now) return null;
  return `The upstream was too busy, so the Job waits until ${toIsoSeconds(until)}; start it with force to go on now.`;
}
