import type { Job } from '../../../resources/job/job.ts';
import type { ReconcileInput } from '../../../workflows/messages.ts';

/** What the workflow is told of the object: its config, and of its status only the past that a new workflow takes up. */
export function reconcileInput(job: Job): ReconcileInput {
  const { uid = '', generation = 0 } = job.metadata;
  const { status, lastUpdate, lastStarted, lastEnded, runSeq, size, stats } = job.status ?? {};
  const { errorMsg, errorClass, observedGeneration } = job.status ?? {};
  const times = { lastUpdate, lastStarted, lastEnded };
  const past = { status, ...times, runSeq, size, stats, errorMsg, errorClass, observedGeneration };
  const known = Object.fromEntries(Object.entries(past).filter(([, value]) => value !== undefined));
  return { uid, generation, config: job.spec.config, status: known };
}
