import type { MirrorJobView } from '../../messages.ts';
import { jobState, type JobMachine } from '../machine/job-machine.ts';
import { toIsoSeconds } from './to-iso.ts';
import { waitingFor } from './waiting-for.ts';

/** What the entity's query tells. */
export function projectView(state: JobMachine): MirrorJobView {
  return {
    state: jobState(state),
    runSeq: state.runSeq,
    generation: state.desired?.generation ?? 0,
    nextSchedule: toIsoSeconds(state.next?.at ?? null),
    waitingFor: waitingFor(state),
  };
}
