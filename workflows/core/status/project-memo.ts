import type { EntityMemo } from '../../messages.ts';
import type { JobMachine } from '../machine/job-machine.ts';

/** What an execution of the entity tells about itself from its start on. */
export function projectMemo({ namespace, name, desired, runSeq }: JobMachine): EntityMemo {
  return { namespace, name, uid: desired?.uid ?? '', generation: desired?.generation ?? 0, runSeq };
}
