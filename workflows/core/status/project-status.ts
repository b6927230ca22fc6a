import { formatBytes } from '../../../resources/quantity.ts';
import type { StatusPatch } from '../../../activities/control-contract.ts';
import { jobState, type JobMachine } from '../machine/job-machine.ts';
import { toIso, toIsoSeconds } from './to-iso.ts';
import { waitingFor } from './waiting-for.ts';

/** Part of a status as a merge patch wants it: null takes a field away, a field that is left out stays. */
export type StatusFields = StatusPatch['status'];

/** Longest message in a status, characters. */
const MESSAGE_LIMIT = 4_096;

/**
 * The part of the status that the entity owns. Facts that are not known are left out, never taken away: an object whose
 * size is known keeps it. `progress` is the worker's while an attempt is under way and is cleared at its end.
 */
export function projectStatus(state: JobMachine): StatusFields {
  return {
    status: jobState(state),
    runSeq: state.runSeq,
    nextSchedule: toIsoSeconds(state.next?.at ?? null),
    waitingFor: waitingFor(state),
    ...errorFields(state.run?.failed ?? state.error),
    ...(state.desired === null ? {} : { observedGeneration: state.desired.generation }),
    ...known('lastStarted', toIso(state.lastStarted)),
    ...known('lastEnded', toIso(state.lastEnded)),
    ...known('lastUpdate', toIso(state.lastUpdate)),
    ...known('trigger', state.trigger),
    ...known('attempt', state.attempt ?? null),
    ...known('upstream', state.upstream),
    ...known('stats', state.stats),
    ...(state.size === null ? {} : { size: state.size, sizeStr: formatBytes(state.size) }),
    ...(state.run === null || state.run.failed ? { progress: null } : {}),
  };
}

const errorFields = (error: JobMachine['error']): StatusFields => ({
  errorClass: error?.errorClass ?? null,
  errorMsg: error?.message.slice(0, MESSAGE_LIMIT) ?? null,
});

function known<K extends keyof StatusFields>(key: K, value: StatusFields[K] | null): StatusFields {
  return value === null ? {} : { [key]: value };
}
