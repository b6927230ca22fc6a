import type { Job } from '../../resources/job/job.ts';
import type { ChildProblem } from './children/sync-children.ts';
import type { EventRecorder } from '../kit/events/event-recorder.ts';

/** What users are told about a Job by Kubernetes events. */
export interface JobEvents {
  created(job: Job, kinds: readonly string[]): void;
  problem(job: Job, problem: ChildProblem): void;
  commandSent(job: Job, text: string): void;
  commandInvalid(job: Job, message: string): void;
  temporalFailed(job: Job, error: unknown): void;
  /** A run has ended badly, as the status says. */
  syncFailed(job: Job): void;
  /** A run has succeeded after one that had not. */
  synced(job: Job): void;
  removing(job: Job): void;
  removalWaits(job: Job): void;
}

/** Those events by way of the recorder, which counts repetitions. */
export function jobEvents(recorder: EventRecorder): JobEvents {
  const say = (type: 'Normal' | 'Warning', reason: string, action: string) => (regarding: Job, note: string) =>
    recorder.record({ regarding, type, reason, action, note });
  const created = say('Normal', 'Created', 'Create');
  const commandSent = say('Normal', 'CommandSent', 'Signal');
  const commandInvalid = say('Warning', 'InvalidCommand', 'RemoveAnnotation');
  const temporalFailed = say('Warning', 'TemporalUnavailable', 'Retry');
  const syncFailed = say('Warning', 'SyncFailed', 'Sync');
  const synced = say('Normal', 'Synced', 'Sync');
  const removing = say('Normal', 'Removing', 'Signal');
  const removalWaits = say('Warning', 'RemovalWaits', 'Wait');
  return {
    created: (job, kinds) => created(job, `Made ${kinds.join(', ')} for the mirror.`),
    problem: (job, { reason, message }) => say('Warning', reason, 'Apply')(job, message),
    commandSent: (job, text) => commandSent(job, `Told the mirror to ${text}.`),
    commandInvalid,
    temporalFailed: (job, error) =>
      temporalFailed(job, `The mirror's workflow cannot be reached and is tried again: ${reasonOf(error)}`),
    syncFailed: (job) => syncFailed(job, failureNote(job)),
    synced: (job) => synced(job, `Run ${job.status?.runSeq ?? 0} succeeded; the one before had not.`),
    removing: (job) => removing(job, "Asked the mirror's workflow to end; the object goes when it has."),
    removalWaits: (job) =>
      removalWaits(
        job,
        "The mirror's workflow has not ended yet. Does a control worker run, and can it reach Temporal?",
      ),
  };
}

function failureNote({
  status: { runSeq = 0, errorClass = 'Unknown', errorMsg = 'no reason is known' } = {},
}: Job): string {
  return `Run ${runSeq} failed (${errorClass}): ${errorMsg}`;
}

/** gRPC's DEADLINE_EXCEEDED and UNAVAILABLE: their texts are about sockets, not for users. */
const NO_ANSWER_CODES: readonly unknown[] = [4, 14];

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // gRPC tells more in the cause than in the error.
  const cause = error.cause instanceof Error ? error.cause : error;
  return 'code' in cause && NO_ANSWER_CODES.includes(cause.code) ? 'Temporal does not answer.' : cause.message;
}
