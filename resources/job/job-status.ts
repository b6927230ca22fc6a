import { Type, type Static } from 'typebox';
import { Condition, OneOf, Time } from '../schema/common.ts';

/** States of a mirror: tunasync's, and kubesync's `cached` and `created`. */
export const JOB_STATES = [
  'none',
  'created',
  'pre-syncing',
  'syncing',
  'success',
  'failed',
  'paused',
  'disabled',
  'cached',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Phases of the running attempt. */
export const SYNC_PHASES = ['waiting-for-lock', 'planning', 'transferring', 'finishing'] as const;
export type SyncPhase = (typeof SYNC_PHASES)[number];

const count = (description: string) => Type.Optional(Type.Integer({ description, minimum: 0, format: 'int64' }));
const time = (description: string) => Type.Optional(Time({ description }));

/** Where the running attempt is; renewed at most every 10 s, live figures come from the worker. */
export const JobProgress = Type.Object(
  {
    phase: OneOf(SYNC_PHASES, { description: 'What the worker is doing.' }),
    bytes: count('Bytes fetched so far.'),
    totalBytes: count('Bytes to fetch in all, when known.'),
    files: count('Files handled so far.'),
    rate: count('Bytes a second.'),
    updatedAt: Time({ description: 'When these figures were true.' }),
  },
  { description: 'The running attempt.' },
);

/** What the last complete run did. */
export const JobStats = Type.Object(
  {
    files: count('Entries of the upstream.'),
    filesTransferred: count('Files fetched.'),
    filesDeleted: count('Entries deleted.'),
    bytesTransferred: count('Bytes of the files fetched.'),
    bytesReceived: count('Bytes over the wire.'),
    durationMs: count('Length of the attempt, milliseconds.'),
  },
  { description: 'Figures of the last successful run.' },
);

/** Observed state of a Job. No field is required, so that any part can be patched alone. */
export const JobStatus = Type.Object(
  {
    status: Type.Optional(OneOf(JOB_STATES, { description: 'State of the mirror.' })),
    lastUpdate: time('When the last successful run ended.'),
    lastStarted: time('When the last run started.'),
    lastEnded: time('When the last run ended, well or not.'),
    nextSchedule: time('When the next run is due.'),
    upstream: Type.Optional(Type.String({ description: 'Upstream of the last run.' })),
    size: count('Size of the mirror in bytes.'),
    sizeStr: Type.Optional(Type.String({ description: 'The size for people.' })),
    errorMsg: Type.Optional(
      Type.String({
        description: 'Why the last run failed, and what to do; between two attempts, why the last one did.',
        maxLength: 4096,
      }),
    ),
    errorClass: Type.Optional(Type.String({ description: 'Kind of that failure, one CamelCase word.' })),
    lastOnline: time('When the worker was last seen; an idle one says so every 8 to 10 min.'),
    lastRegister: time('When the worker last started.'),
    runSeq: count('Number of the last run started.'),
    attempt: count('Attempt of that run, from 1.'),
    trigger: Type.Optional(
      OneOf(['schedule', 'command', 'restart', 'created', 'changed'], { description: 'What started the last run.' }),
    ),
    waitingFor: Type.Optional(
      Type.String({
        description: 'What the run under way, or else the next one, waits for, a sentence.',
        maxLength: 1024,
      }),
    ),
    progress: Type.Optional(JobProgress),
    stats: Type.Optional(JobStats),
    observedGeneration: count('Generation of the spec that the workflow goes by.'),
    conditions: Type.Optional(
      Type.Array(Condition, {
        description: 'Ready (the pod runs), Synced (the last run succeeded), Progressing (a run is under way).',
        maxItems: 16,
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['type'],
      }),
    ),
  },
  { description: 'Observed state.' },
);

export type JobStatus = Static<typeof JobStatus>;
export type JobProgress = Static<typeof JobProgress>;
export type JobStats = Static<typeof JobStats>;
export type Condition = Static<typeof Condition>;
