import type { ActiveRun, Decision, JobMachine, RunOutcome } from './job-machine.ts';
import { dueNow, replan, startRun } from './settle.ts';

/** Books the end of a run and plans the next one, or starts the one that waited for this end. */
export function handleRunEnded(
  state: JobMachine,
  ended: { readonly seq: number; readonly outcome: RunOutcome },
  now: number,
): Decision {
  const { run } = state;
  if (run?.seq !== ended.seq) return { state, effects: [] };
  if (run.cancel === 'replaced') return { state: afterReplacement(state, now), effects: [] };
  const booked = book({ ...state, run: null, scheduleFrom: now }, run, ended.outcome, now);
  if (run.then !== null && mayFollow(booked, run.then.trigger)) return startRun(booked, run.then, now);
  return { state: replan(booked, now), effects: [] };
}

/** A stopped run leaves no trace but in the schedule; one that was done before it could be stopped counts. */
function book(state: JobMachine, run: ActiveRun, outcome: RunOutcome, now: number): JobMachine {
  if (outcome.ok) return bookSuccess(state, outcome.result, now);
  if (run.cancel !== null || outcome.errorClass === 'Canceled') return state;
  const runs = (state.failing?.runs ?? 0) + 1;
  const { errorClass, message } = outcome;
  return {
    ...state,
    lastResult: 'failed',
    lastEnded: now,
    upstream: state.desired?.config.upstream ?? state.upstream,
    failing: { errorClass, runs },
    error: { errorClass, message },
  };
}

type Result = Extract<RunOutcome, { ok: true }>['result'];

function bookSuccess(state: JobMachine, result: Result, now: number): JobMachine {
  return {
    ...state,
    lastResult: 'success',
    lastEnded: now,
    lastUpdate: now,
    failing: null,
    error: null,
    // A run that could not tell the size, or tells none, leaves the known one.
    size: result.size > 0 ? result.size : state.size,
    stats: result.stats,
    upstream: result.upstream,
  };
}

/** A disabled or removed Job starts nothing; a paused one only what a user asked for. */
function mayFollow(state: JobMachine, trigger: string): boolean {
  if (state.removing || state.mode === 'disabled') return false;
  return state.mode === 'active' || trigger !== 'changed';
}

/** The run was another object's: nothing of it is booked, the new object's first run is due. */
function afterReplacement(state: JobMachine, now: number): JobMachine {
  return dueNow({ ...state, run: null }, 'created', now);
}
