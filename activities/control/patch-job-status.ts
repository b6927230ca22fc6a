import { isConflict, isNotFound } from '../../kubernetes/kubernetes-error.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { jobs, type Job } from '../../resources/job/job.ts';
import type { StatusPatch } from '../control-contract.ts';
import { jobConditions } from './job-conditions.ts';
import type { RecentJobs } from './recent-jobs.ts';
import { mergeStatus } from './merge-status.ts';

export interface PatchJobStatusDeps {
  readonly kubernetes: Pick<KubernetesClient, 'get' | 'patch'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly recent: RecentJobs;
}

/** How often a write that met another writer's is tried. */
const TRIES = 8;
/** A single request gives up after this, milliseconds. */
const REQUEST_TIMEOUT = 10_000;

/**
 * Writes a change of a Job's status unless the object has moved on: look at it, check the fence, and write on condition
 * that nobody wrote between. What was seen last will do for the look, since the condition finds out when it is too old.
 * @returns false when the object is gone, is another, or speaks of a later run
 * @throws KubernetesError when Kubernetes refuses, or keeps changing the object
 */
export async function patchJobStatus(patch: StatusPatch, deps: PatchJobStatusDeps): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await patchOnce(patch, deps);
    } catch (error) {
      deps.recent.forget(patch.uid);
      if (isNotFound(error)) return false;
      if (!isConflict(error) || tries === TRIES) throw error;
    }
  }
}

async function patchOnce(patch: StatusPatch, deps: PatchJobStatusDeps): Promise<boolean> {
  const key = { namespace: patch.namespace, name: patch.name };
  const options = { signal: deps.signal, timeoutMs: REQUEST_TIMEOUT };
  const job = deps.recent.get(patch.uid) ?? (await deps.kubernetes.get<Job>(jobs, key, options));
  if (!isMeant(job, patch)) return false;
  const conditions = jobConditions(mergeStatus(job.status ?? {}, patch.status), deps.now());
  const body = {
    metadata: { uid: patch.uid, resourceVersion: job.metadata.resourceVersion },
    status: { ...patch.status, conditions },
  };
  const written = await deps.kubernetes.patch<Job>(jobs, key, {
    type: 'merge',
    body,
    subresource: 'status',
    ...options,
  });
  deps.recent.remember(written);
  return true;
}

function isMeant(job: Job, patch: StatusPatch): boolean {
  return job.metadata.uid === patch.uid && (job.status?.runSeq ?? 0) <= patch.runSeq;
}
