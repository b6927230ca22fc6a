import type { Condition, JobStatus } from '../../resources/job/job-status.ts';

type Verdict = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

/**
 * The conditions of a Job after a change of its status. Those of other writers, such as Ready, stay as they are; a
 * condition keeps the time of its last transition while its status is the same.
 * @param status the status with the change in it
 * @param now milliseconds since the epoch
 */
export function jobConditions(status: JobStatus, now: number): Condition[] {
  const existing = status.conditions ?? [];
  const verdicts = [synced(status), progressing(status)].filter((verdict) => verdict !== null);
  const others = existing.filter(({ type }) => !verdicts.some((verdict) => verdict.type === type));
  return [...others, ...verdicts.map((verdict) => toCondition(verdict, status, now))];
}

/** Null while a run or a pause hides how the last run ended: what was said of it stays true. */
function synced({ status, errorClass, errorMsg, lastUpdate, lastEnded }: JobStatus): Verdict | null {
  const type = 'Synced';
  if (status === 'success') return { type, status: 'True', reason: 'Complete', message: 'The last run succeeded.' };
  if (status === 'failed') {
    return { type, status: 'False', reason: errorClass ?? 'Unknown', message: errorMsg ?? 'The last run failed.' };
  }
  if (lastUpdate !== undefined || lastEnded !== undefined) return null;
  return { type, status: 'Unknown', reason: 'NeverSynced', message: 'No run has succeeded or failed yet.' };
}

function progressing({ status, runSeq, waitingFor }: JobStatus): Verdict {
  const type = 'Progressing';
  if (status === 'syncing' || status === 'pre-syncing') {
    const message = waitingFor === undefined ? `Run ${runSeq ?? 0} is under way.` : `Waiting: ${waitingFor}`;
    return { type, status: 'True', reason: waitingFor === undefined ? 'Running' : 'Waiting', message };
  }
  return { type, status: 'False', reason: 'Idle', message: waitingFor ?? 'No run is under way.' };
}

function toCondition(verdict: Verdict, { conditions, observedGeneration }: JobStatus, now: number): Condition {
  const before = conditions?.find(({ type }) => type === verdict.type);
  const since = before?.status === verdict.status ? before.lastTransitionTime : new Date(now).toISOString();
  return { ...verdict, lastTransitionTime: since, ...(observedGeneration !== undefined && { observedGeneration }) };
}
