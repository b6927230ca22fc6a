import type { ReconcileInput } from '../../messages.ts';
import type { JobMachine } from '../machine/job-machine.ts';
import { projectStatus } from './project-status.ts';

/** Whether the object says something else than this entity wrote, e.g. after a restore; only told between runs. */
export function statusDiffers(state: JobMachine, { uid, status }: ReconcileInput): boolean {
  if (state.run !== null || state.desired?.uid !== uid) return false;
  const wanted = projectStatus(state);
  return status.status !== wanted.status || (status.runSeq ?? 0) !== wanted.runSeq;
}
