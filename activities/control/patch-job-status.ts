import { isConflict, isNotFound } from '../../kubernetes/kubernetes-error.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { jobs, type Job } from '../../resources/job/job.ts';
import type { StatusPatch } from '../control-contract.ts';
import { jobConditions } from './job-conditions.ts';
import { mergeStatus } from './merge-status.ts';

export interface PatchJobStatusDeps {
  readonly kubernetes: Pick<KubernetesClient, 'get' | 'patch'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** How often a write that met another writer's is tried. */
const TRIES = 8;
/** A single request gives up after this, milliseconds. */
const REQUEST_TIMEOUT = 10_000;

/**
 * Writes a change of a Job's status unless the object has moved on: read, check the fence, and write on condition that
 * nobody wrote between.
 * @returns false when the object is gone, is another, or speaks of a later run
 * @throws KubernetesError when Kubernetes refuses, or keeps changing the object
 */
export async function patchJobStatus(patch: StatusPatch, deps: PatchJobStatusDeps): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await patchOnce(patch, deps);
    } catch (error) {
      if (isNotFound(error)) return false;
      if (!isConflict(error) || tries === TRIES) throw error;
    }
  }
}

async function patchOnce(patch: StatusPatch, deps: PatchJobStatusDeps): Promise<boolean> {
  const key = { namespace: patch.namespace, name: patch.name };
  const options = { signal: deps.signal, timeoutMs: REQUEST_TIMEOUT };
  const job = await deps.kubernetes.get<Job>(jobs, key, options);
  if (!isMeant(job, patch)) return false;
  const conditions = jobConditions(mergeStatus(job.status ?? {}, patch.status), deps.now());
  const body = {
    metadata: { uid: patch.uid, resourceVersion: job.metadata.resourceVersion },
    status: { ...patch.status, conditions },
  };
  await deps.kubernetes.patch<Job>(jobs, key, { type: 'merge', body, subresource: 'status', ...options });
  return true;
}

function isMeant(job: Job, patch: StatusPatch): boolean {
  return job.metadata.uid === patch.uid && (job.status?.runSeq ?? 0) <= patch.runSeq;
}
