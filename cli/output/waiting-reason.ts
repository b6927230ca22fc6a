import type { Job } from '../../resources/job/job.ts';
import { isRunning } from './job-state.ts';

/**
 * What a Job waits for, a sentence: what its workflow says, or the pod of its worker when that went away in the middle of
 * a run; undefined when it waits for nothing but its schedule.
 */
export function waitingReason({ status = {} }: Job): string | undefined {
  if (status.waitingFor !== undefined || !isRunning(status.status)) return status.waitingFor;
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'False') return undefined;
  // Another container of the pod may be what is not ready: then the worker still tells of its progress.
  const heardSince = Date.parse(status.progress?.updatedAt ?? '') > Date.parse(ready.lastTransitionTime);
  return heardSince ? undefined : `Its worker; the run goes on with it. ${ready.message}`;
}
