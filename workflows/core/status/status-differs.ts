import type { ReconcileInput } from '../../messages.ts';
import type { JobMachine } from '../machine/job-machine.ts';
import { projectStatus } from './project-status.ts';

/** Whether the object says something else than this entity wrote, e.g. after a restore; only told between runs. */
export function statusDiffers(state: JobMachine, { uid, generation, status }: ReconcileInput): boolean {
  if (state.run !== null || state.desired?.uid !== uid) return false;
  // Either old news, or of an object that was set back: the status written now will tell.
  if (state.desired.generation > generation) return true;
  const wanted = projectStatus(state);
  return status.status !== wanted.status || (status.runSeq ?? 0) !== wanted.runSeq;
}
