import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { JobConfig } from '../resources/job/job-config.ts';
import type { JobState, JobStatus } from '../resources/job/job-status.ts';

/** Task queue of the workflows and of the activities that talk to Kubernetes. */
export const CONTROL_QUEUE = 'control';
/** Task queue of one Job's worker pod. */
export const syncQueue = (namespace: string, name: string): string => `sync.${namespace}.${name}`;

/** Workflow types. */
export const MIRROR_JOB_WORKFLOW = 'mirrorJob';
export const SYNC_RUN_WORKFLOW = 'syncRun';

/** Workflow ids: the entity of a Job, and one run of it. */
export const entityWorkflowId = (namespace: string, name: string): string => `mirror/${namespace}/${name}`;
export const runWorkflowId = (namespace: string, name: string, seq: number): string =>
  `${entityWorkflowId(namespace, name)}/run/${seq}`;

/** Field of a run's memo: the uid of its Job, since a Job that was made anew has the name and the numbers of the old one. */
export const RUN_MEMO_UID = 'uid';

/** What a user can tell a Job to do. */
export const COMMANDS = ['start', 'stop', 'restart', 'reload', 'pause', 'resume', 'disable', 'enable'] as const;
export type CommandVerb = (typeof COMMANDS)[number];

/** A command. The same `commandId` given twice is carried out once and answered twice. */
export interface Command {
  readonly commandId: string;
  readonly command: CommandVerb;
  /** Start even though the Job is paused, backing off or waiting for its turn; a disabled Job stays disabled. */
  readonly force?: boolean;
  /** Let this run delete more than maxDelete. */
  readonly allowDelete?: boolean;
}

/** Answer to a command: the state after it. */
export interface CommandResult {
  readonly state: JobState;
  /** Number of the run under way, or of the last one. */
  readonly runSeq: number;
  /** False when there was nothing to do, e.g. `start` while a run is under way. */
  readonly changed: boolean;
  readonly message: string;
  /** RFC 3339; null when nothing is planned. */
  readonly nextSchedule: string | null;
}

/** What the operator tells the entity, at first and whenever the object changed. */
export interface ReconcileInput {
  /** The cluster the object is in: uid of its Namespace `kube-system`. Operators of older releases do not tell it. */
  readonly cluster?: string;
  readonly uid: string;
  readonly generation: number;
  readonly config: JobConfig;
  /** The status in the object, from which an entity without a past takes up: last times, runSeq, paused, disabled. */
  readonly status: Pick<
    JobStatus,
    | 'status'
    | 'lastUpdate'
    | 'lastStarted'
    | 'lastEnded'
    | 'runSeq'
    | 'size'
    | 'stats'
    | 'errorMsg'
    | 'errorClass'
    | 'observedGeneration'
  >;
}

/** Argument of the entity; `carried` is its own state across continue-as-new and opaque to callers. */
export interface MirrorJobInput {
  readonly namespace: string;
  readonly name: string;
  readonly carried?: unknown;
}

/**
 * Memo of an execution of the entity: how far the Job was at its start, so that whoever describes it sees one that was set
 * back.
 */
export interface EntityMemo {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly generation: number;
  readonly runSeq: number;
  /** The cluster the Job is in, as ReconcileInput says; absent until an operator has told it. */
  readonly cluster?: string;
}

/** State of the entity as its query tells it. */
export interface MirrorJobView {
  readonly state: JobState;
  readonly runSeq: number;
  readonly generation: number;
  readonly nextSchedule: string | null;
  readonly waitingFor: string | null;
}

export const reconcileSignal = defineSignal<[ReconcileInput]>('reconcile');
/** The object is being deleted: cancel the run, wait for it, end. */
export const removeSignal = defineSignal<[]>('remove');
/** Commands from kubectl and the operator; the same reducer as the update. */
export const commandSignal = defineSignal<[Command]>('commandSignal');
/** Commands from REST and CLI; the updateId is the commandId. */
export const commandUpdate = defineUpdate<CommandResult, [Command]>('command');
export const viewQuery = defineQuery<MirrorJobView>('view');

/** Search attributes, all registered at start of the stack. */
export const SEARCH_ATTRIBUTES = {
  MirrorJob: 'Keyword',
  MirrorWorker: 'Keyword',
  UpstreamHost: 'Keyword',
  JobState: 'Keyword',
  LastResult: 'Keyword',
  Trigger: 'Keyword',
  NextSyncAt: 'Datetime',
  Bytes: 'Int',
} as const;
