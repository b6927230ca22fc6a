import { core } from '../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { JOB_LABEL, WORKER_PORT } from '../../resources/job/job-names.ts';
import type { KubernetesObject } from '../../resources/kind.ts';
import type { JobKey } from '../cluster/job-watch.ts';

/** The part of core/v1 Pod that is read. */
export interface WorkerPod extends KubernetesObject {
  readonly status?: { readonly phase?: string; readonly podIP?: string };
}

/** Where a worker listens. */
export interface WorkerAddress {
  readonly host: string;
  readonly port: number;
}

/** Address of the Job's worker pod; undefined when none runs. Throws KubernetesError. */
export async function findWorker(
  client: KubernetesClient,
  { namespace, name }: JobKey,
  signal: AbortSignal,
): Promise<WorkerAddress | undefined> {
  const options = { namespace, labelSelector: `${JOB_LABEL}=${name}`, timeoutMs: 5_000, signal };
  const { items } = await client.list<WorkerPod>(core.pods, options);
  const host = pickPod(items)?.status?.podIP;
  return host === undefined ? undefined : { host, port: WORKER_PORT };
}

/** The pod to talk to: running, not being deleted, the youngest. */
export function pickPod(pods: readonly WorkerPod[]): WorkerPod | undefined {
  return pods
    .filter(({ metadata, status }) => status?.phase === 'Running' && status.podIP && !metadata.deletionTimestamp)
    .toSorted((a, b) => age(b) - age(a))[0];
}

const age = ({ metadata }: WorkerPod): number => Date.parse(metadata.creationTimestamp ?? '') || 0;
