import type { EntityMemo } from '../../messages.ts';
import type { JobMachine } from '../machine/job-machine.ts';

/**
 * What an execution of the entity tells about itself from its start on.
 * @param cluster of the execution before; undefined when nobody has said it
 */
export function projectMemo(machine: JobMachine, cluster: string | undefined): EntityMemo {
  const { namespace, name, desired, runSeq } = machine;
  const { uid = '', generation = 0 } = desired ?? {};
  return { namespace, name, uid, generation, runSeq, ...(cluster !== undefined && { cluster }) };
}
