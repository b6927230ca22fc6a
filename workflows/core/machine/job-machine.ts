import type { JobConfig } from '../../../resources/job/job-config.ts';
import type { JobState, JobStats, JobStatus } from '../../../resources/job/job-status.ts';
import type { SyncResult } from '../../../activities/sync-contract.ts';
import type { Command, CommandResult, ReconcileInput } from '../../messages.ts';
import type { FailedAttempt } from '../attempt-pause.ts';
import type { FailureClass } from '../failure-class.ts';
import type { RunAmendment, RunWaiting } from '../../run-messages.ts';

/** What started a run. */
export type Trigger = NonNullable<JobStatus['trigger']>;

/** Whether the schedule runs. `disabled` also refuses every command to start, forced or not. */
export type Mode = 'active' | 'paused' | 'disabled';

/** A run that is to start as soon as the one under way has ended. */
export interface QueuedStart {
  readonly trigger: Trigger;
  readonly allowDelete: boolean;
}

/** Why a run under way was asked to end; `replaced`: its Job was deleted and made anew meanwhile. */
export type CancelReason = 'stop' | 'restart' | 'changed' | 'disable' | 'remove' | 'replaced';

/** The run under way. */
export interface ActiveRun {
  readonly seq: number;
  readonly trigger: Trigger;
  readonly allowDelete: boolean;
  /** Whether the run is known to have begun. */
  readonly started: boolean;
  /** What the run waits for, a sentence; null when it goes on. */
  readonly waitingFor: string | null;
  /** The attempt that failed, while the run waits for the time of the next one. */
  readonly failed: FailedAttempt | null;
  /** Whether the spec has changed since the run was told of it last; `fetch`: so that an attempt may end otherwise. */
  readonly outdated: 'no' | 'spec' | 'fetch';
  readonly cancel: CancelReason | null;
  readonly then: QueuedStart | null;
}

/** The whole state of a Job's entity: plain JSON, carried across continue-as-new. Times are ms since the epoch. */
export interface JobMachine {
  readonly namespace: string;
  readonly name: string;
  /** Null before the first reconcile. */
  readonly desired: { readonly uid: string; readonly generation: number; readonly config: JobConfig } | null;
  readonly mode: Mode;
  readonly run: ActiveRun | null;
  /** Number of the last run started; never goes back, since the ids of the runs are made of it. */
  readonly runSeq: number;
  readonly trigger: Trigger | null;
  /** Attempt of that run. */
  readonly attempt: number | null;
  readonly lastResult: 'success' | 'failed' | null;
  readonly lastStarted: number | null;
  /** End of the last run that succeeded or failed. */
  readonly lastEnded: number | null;
  readonly lastUpdate: number | null;
  /** End of the last run, a stopped one too: the schedule counts from here. Null before the first. */
  readonly scheduleFrom: number | null;
  /** The failed runs since the last good one. */
  readonly failing: { readonly errorClass: FailureClass; readonly runs: number } | null;
  readonly error: { readonly errorClass: string; readonly message: string } | null;
  readonly size: number | null;
  readonly stats: JobStats | null;
  readonly upstream: string | null;
  readonly next: { readonly at: number; readonly trigger: Trigger } | null;
  /** Why no next start can be computed. */
  readonly scheduleProblem: string | null;
  readonly removing: boolean;
  /** The last commands, oldest first, with what they were answered. */
  readonly answers: readonly { readonly id: string; readonly result: CommandResult }[];
}

/** How a run ended. */
export type RunOutcome =
  | { readonly ok: true; readonly result: SyncResult }
  | { readonly ok: false; readonly errorClass: FailureClass; readonly message: string };

/** What can happen to the entity. */
export type JobEvent =
  | { readonly type: 'reconcile'; readonly input: ReconcileInput }
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'runStarted'; readonly seq: number }
  | ({ readonly type: 'runWaiting' } & RunWaiting)
  | { readonly type: 'runEnded'; readonly seq: number; readonly outcome: RunOutcome }
  | { readonly type: 'timerDue' }
  | { readonly type: 'remove' };

/** What the entity must do. Status and search attributes follow from the state and are no effects. */
export type Effect =
  | { readonly type: 'startRun'; readonly run: ActiveRun }
  | { readonly type: 'cancelRun'; readonly seq: number }
  /** The run goes on with what holds now, its next attempt perhaps sooner than planned. */
  | { readonly type: 'amendRun'; readonly seq: number; readonly amendment: RunAmendment }
  /** The Job is gone and no run is under way: the entity ends. */
  | { readonly type: 'finish' };

export interface Decision {
  readonly state: JobMachine;
  readonly effects: readonly Effect[];
}

/** State of an entity that knows nothing yet. */
export function initialMachine(namespace: string, name: string): JobMachine {
  return {
    namespace,
    name,
    desired: null,
    mode: 'active',
    run: null,
    runSeq: 0,
    trigger: null,
    attempt: null,
    lastResult: null,
    lastStarted: null,
    lastEnded: null,
    lastUpdate: null,
    scheduleFrom: null,
    failing: null,
    error: null,
    size: null,
    stats: null,
    upstream: null,
    next: null,
    scheduleProblem: null,
    removing: false,
    answers: [],
  };
}

/** The state as the status, the view and the answers to commands tell it. */
export function jobState(state: JobMachine): JobState {
  if (state.desired === null) return 'none';
  if (state.mode === 'disabled') return 'disabled';
  if (state.run !== null && state.run.cancel !== 'replaced') {
    return state.run.started && state.run.waitingFor === null ? 'syncing' : 'pre-syncing';
  }
  return state.mode === 'paused' ? 'paused' : (state.lastResult ?? 'created');
}
