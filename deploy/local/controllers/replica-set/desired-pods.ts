import { controllerReference } from '../objects/owners.ts';
import { availableIn, isActive, isReady } from '../objects/pod-conditions.ts';
import type { Pod } from '../objects/pod.ts';
import type { ReplicaSet, ReplicaSetStatus } from '../objects/workload.ts';
import { matchesLabels } from '../objects/label-selector.ts';

/** What a ReplicaSet lacks or has too much. */
export interface PodChanges {
  readonly create: number;
  /** Pods to delete, the least useful first. */
  readonly remove: readonly Pod[];
}

/** How much a pod would be missed; the lowest goes first: unbound, not running, not ready, then the youngest. */
function worth(pod: Pod): number {
  return (pod.spec.nodeName ? 4 : 0) + (pod.status?.phase === 'Running' ? 2 : 0) + (isReady(pod) ? 1 : 0);
}

const bornAt = (pod: Pod): number => Date.parse(pod.metadata.creationTimestamp ?? '') || 0;

/** @param pods the pods that the ReplicaSet controls, read afresh */
export function desiredPods(set: ReplicaSet, pods: readonly Pod[]): PodChanges {
  const active = pods.filter(isActive);
  const missing = (set.spec.replicas ?? 1) - active.length;
  if (set.metadata.deletionTimestamp !== undefined || missing === 0) return { create: 0, remove: [] };
  if (missing > 0) return { create: missing, remove: [] };
  const ranked = [...active].sort((a, b) => worth(a) - worth(b) || bornAt(b) - bornAt(a));
  return { create: 0, remove: ranked.slice(0, -missing) };
}

/** A new pod of the set; the API server makes its name. */
export function newPod(set: ReplicaSet): Omit<Pod, 'metadata'> & { metadata: Partial<Pod['metadata']> } {
  const { metadata, spec } = set.spec.template;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${set.metadata.name}-`,
      ...(set.metadata.namespace !== undefined && { namespace: set.metadata.namespace }),
      ...(metadata?.labels && { labels: metadata.labels }),
      ...(metadata?.annotations && { annotations: metadata.annotations }),
      ownerReferences: [controllerReference(set)],
    },
    spec,
  };
}

/** The status of a set with its pods at a time (milliseconds), and when the next pod becomes available by waiting. */
export function replicaSetStatus(
  set: ReplicaSet,
  pods: readonly Pod[],
  now: number,
): { readonly status: ReplicaSetStatus; readonly recheckMs: number | undefined } {
  const active = pods.filter(isActive);
  const waits = active.map((pod) => availableIn(pod, set.spec.minReadySeconds ?? 0, now));
  const pending = waits.filter((wait) => wait !== undefined && wait > 0) as number[];
  const labels = set.spec.template.metadata?.labels;
  return {
    status: {
      ...(set.metadata.generation !== undefined && { observedGeneration: set.metadata.generation }),
      replicas: active.length,
      fullyLabeledReplicas: active.filter((pod) => matchesLabels(labels, pod.metadata.labels)).length,
      readyReplicas: active.filter(isReady).length,
      availableReplicas: waits.filter((wait) => wait === 0).length,
    },
    recheckMs: pending.length === 0 ? undefined : Math.min(...pending),
  };
}
