import { nextStart } from '../schedule/next-start.ts';
import type { ActiveRun, Decision, Effect, JobMachine, QueuedStart } from './job-machine.ts';

/** Starts a run at once; the caller has made sure that none is under way. */
export function startRun(state: JobMachine, start: QueuedStart, now: number): Decision {
  const run: ActiveRun = {
    ...start,
    seq: state.runSeq + 1,
    started: false,
    waitingFor: null,
    failed: null,
    outdated: 'no',
    cancel: null,
    then: null,
  };
  return {
    state: { ...state, run, runSeq: run.seq, trigger: run.trigger, attempt: 1, lastStarted: now, next: null },
    effects: [{ type: 'startRun', run }],
  };
}

/** Computes the next start anew, for when the state that it follows from has changed. */
export function replan(state: JobMachine, now: number): JobMachine {
  if (state.desired === null) return state;
  const { config } = state.desired;
  const key = `${state.namespace}/${state.name}`;
  const trigger = state.scheduleFrom === null ? 'created' : 'schedule';
  try {
    const at = nextStart({ key, config, lastEnded: state.scheduleFrom, failing: state.failing, now });
    const scheduleProblem = at === null ? `The schedule "${config.cron ?? ''}" never comes round.` : null;
    return { ...state, next: at === null ? null : { at, trigger }, scheduleProblem };
  } catch (error) {
    return { ...state, next: null, scheduleProblem: unreadable(error) };
  }
}

/** Lets the next run start at once, as the schedule or the user wishes it. */
export function dueNow(state: JobMachine, trigger: QueuedStart['trigger'], now: number): JobMachine {
  return { ...state, next: { at: now, trigger }, scheduleProblem: null };
}

/** Last step of every decision: start what is due, end what is to be removed, forget plans that cannot come true. */
export function settle(decision: Decision, now: number): Decision {
  const { state, effects } = decision;
  if (state.run !== null) return { state: withoutPlan(state), effects };
  if (state.removing) return { state: withoutPlan(state), effects: [...effects, { type: 'finish' }] };
  if (state.mode !== 'active') return { state: withoutPlan(state), effects };
  if (state.next === null || state.next.at > now) return decision;
  const started = startRun(state, { trigger: state.next.trigger, allowDelete: false }, now);
  return { state: started.state, effects: [...effects, ...started.effects] };
}

/** Asks the run under way to end; asking again changes only what comes after it. */
export function cancelRun(state: JobMachine, run: ActiveRun, ending: Pick<ActiveRun, 'cancel' | 'then'>): Decision {
  const effects: Effect[] = run.cancel === null ? [{ type: 'cancelRun', seq: run.seq }] : [];
  return { state: { ...state, run: { ...run, ...ending } }, effects };
}

function withoutPlan(state: JobMachine): JobMachine {
  return state.next === null ? state : { ...state, next: null };
}

function unreadable(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `The schedule cannot be read, so no run is planned: ${reason}`;
}
