import { compareConfigs } from '../config-change.ts';
import { FAILURE_CLASSES, NON_RETRYABLE, type FailureClass } from '../failure-class.ts';
import type { ReconcileInput } from '../../messages.ts';
import { amendChanged } from './amend-run.ts';
import { initialMachine, type Decision, type JobMachine, type Mode } from './job-machine.ts';
import { cancelRun, dueNow, replan } from './settle.ts';

/**
 * Takes up the object as the operator sees it; the same or an older generation changes nothing, unless the object was set
 * back to an earlier state, from which its generations count anew.
 */
export function handleReconcile(state: JobMachine, input: ReconcileInput, now: number): Decision {
  const { desired } = state;
  if (desired === null) return { state: adopt(state, input, now), effects: [] };
  if (desired.uid !== input.uid) return replace(state, input, now);
  const current = countRuns(state, input);
  if (state.removing || isKnown(desired, input)) return { state: current, effects: [] };
  return change(current, desired.config, input, now);
}

function isKnown(desired: NonNullable<JobMachine['desired']>, input: ReconcileInput): boolean {
  if (input.generation > desired.generation) return false;
  if (input.generation < desired.generation) return !isSetBack(input);
  return JSON.stringify(input.config) === JSON.stringify(desired.config);
}

/** A status that goes by a later generation than the object has was written to an object that is a restored one. */
const isSetBack = ({ generation, status }: ReconcileInput): boolean => (status.observedGeneration ?? 0) > generation;

/**
 * Runs that the object tells of and this entity does not know: Temporal was set back to an earlier state. Their numbers
 * are used up, and a status of an earlier run would be refused.
 */
function countRuns(state: JobMachine, { status }: ReconcileInput): JobMachine {
  const runSeq = status.runSeq ?? 0;
  return state.run === null && runSeq > state.runSeq ? { ...state, runSeq } : state;
}

/** First news of the object: its status tells of the past that this entity has not seen. */
function adopt(state: JobMachine, input: ReconcileInput, now: number): JobMachine {
  const { status } = input;
  const lastEnded = toTime(status.lastEnded);
  const lastStarted = toTime(status.lastStarted);
  const lastUpdate = toTime(status.lastUpdate);
  const unended = lastStarted !== null && lastStarted > (lastEnded ?? 0);
  const error = tellsOfAttempt(status, unended) ? {} : status;
  const adopted: JobMachine = {
    ...state,
    desired: desiredOf(input),
    mode: modeOf(status.status),
    runSeq: Math.max(state.runSeq, status.runSeq ?? 0),
    lastStarted,
    lastEnded,
    lastUpdate,
    scheduleFrom: lastEnded,
    lastResult: resultOf(status.status, lastEnded, lastUpdate),
    error: errorOf(error),
    failing: failingOf(error),
    size: status.size ?? null,
    stats: status.stats ?? null,
  };
  // A run that the status speaks of but nobody saw end is made up for at once.
  return unended && isRunning(status.status) ? dueNow(adopted, 'schedule', now) : replan(adopted, now);
}

/** The object was deleted and made anew under its old name; the run of the old one ends first. */
function replace(state: JobMachine, input: ReconcileInput, now: number): Decision {
  const fresh = adopt({ ...initialMachine(state.namespace, state.name), runSeq: state.runSeq }, input, now);
  return state.run === null
    ? { state: fresh, effects: [] }
    : cancelRun(fresh, { ...state.run, failed: null }, { cancel: 'replaced', then: null });
}

/**
 * A changed spec counts from the next attempt or run on. Another source also ends the run under way, which fetches what is not
 * wanted any more, and a change that may mend a failure of the config starts a run at once.
 */
function change(state: JobMachine, before: ReconcileInput['config'], input: ReconcileInput, now: number): Decision {
  const changed = { ...state, desired: desiredOf(input) };
  const { source, fetch } = compareConfigs(before, input.config);
  const mended = fetch && state.failing !== null && NON_RETRYABLE.includes(state.failing.errorClass);
  if (state.run !== null) {
    const then = { trigger: 'changed', allowDelete: false } as const;
    const ends = source && state.run.cancel === null;
    return ends ? cancelRun(changed, state.run, { cancel: 'changed', then }) : amendChanged(changed, state.run, fetch);
  }
  if (!source && !mended) return { state: replan(changed, now), effects: [] };
  return {
    state: dueNow({ ...changed, failing: null }, state.scheduleFrom === null ? 'created' : 'changed', now),
    effects: [],
  };
}

const desiredOf = ({ uid, generation, config }: ReconcileInput): JobMachine['desired'] => ({ uid, generation, config });

const isRunning = (status: string | undefined): boolean => status === 'pre-syncing' || status === 'syncing';

/** Whether the error is that of a run's last attempt instead of the last run's: a run that a disabled Job ends is hidden. */
const tellsOfAttempt = ({ status }: ReconcileInput['status'], unended: boolean): boolean =>
  isRunning(status) || (status === 'disabled' && unended);

const modeOf = (status: string | undefined): Mode => (status === 'paused' || status === 'disabled' ? status : 'active');

function errorOf({ errorClass, errorMsg }: ReconcileInput['status']): JobMachine['error'] {
  return errorClass === undefined ? null : { errorClass, message: errorMsg ?? '' };
}

function failingOf({ errorClass }: ReconcileInput['status']): JobMachine['failing'] {
  const known = FAILURE_CLASSES.find((name): name is FailureClass => name === errorClass);
  return known === undefined ? null : { errorClass: known, runs: 1 };
}

/** A paused or disabled Job's status hides how its last run ended; its times still tell. */
function resultOf(status: string | undefined, lastEnded: number | null, lastUpdate: number | null) {
  if (status === 'success' || status === 'failed') return status;
  if (lastEnded === null) return null;
  return lastUpdate !== null && lastUpdate >= lastEnded ? 'success' : 'failed';
}

function toTime(text: string | undefined): number | null {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
