import type { JobConfig } from '../../../resources/job/job-config.ts';
import { syncQueue } from '../../messages.ts';
import { jobState, type JobMachine } from '../machine/job-machine.ts';
import { upstreamHost } from '../upstream-host.ts';
import { toIso } from './to-iso.ts';

/** Search attributes as plain JSON; NextSyncAt is RFC 3339 text; null takes one away. */
export interface Attributes {
  readonly MirrorJob?: string;
  readonly MirrorWorker?: string;
  readonly UpstreamHost?: string;
  readonly JobState?: string;
  readonly LastResult?: string | null;
  readonly Trigger?: string | null;
  readonly NextSyncAt?: string | null;
  readonly Bytes?: number | null;
}

/** Search attributes of a Job's entity. */
export function projectAttributes(state: JobMachine): Attributes {
  if (state.desired === null) return {};
  return {
    ...identityAttributes(state, state.desired.config),
    JobState: jobState(state),
    LastResult: state.lastResult === 'failed' ? (state.error?.errorClass ?? 'Unknown') : state.lastResult,
    Trigger: state.trigger,
    NextSyncAt: toIso(state.next?.at ?? null),
    Bytes: state.size,
  };
}

/** Search attributes that say whose workflow it is: the same on the entity and on its runs. */
export function identityAttributes(job: { namespace: string; name: string }, config: JobConfig): Attributes {
  return {
    MirrorJob: `${job.namespace}/${job.name}`,
    MirrorWorker: syncQueue(job.namespace, job.name),
    UpstreamHost: upstreamHost(config.upstream),
  };
}
