import type { ReplicaSet, Deployment } from '../objects/workload.ts';
import { controllerReference } from '../objects/owners.ts';
import { podTemplateHash, TEMPLATE_HASH_LABEL, templateText } from './pod-template-hash.ts';
import { rolloutLimits, type RolloutLimits } from './rollout-limits.ts';

export const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';

/** The next step of a rollout; the step after it follows from what the cluster then looks like. */
export interface RolloutStep {
  /** A ReplicaSet for the current template, when there is none yet. */
  readonly create?: ReplicaSet;
  readonly scale: readonly { readonly name: string; readonly replicas: number }[];
  /** Names of old, empty ReplicaSets beyond the history limit. */
  readonly remove: readonly string[];
  /** Revision that the current template has. */
  readonly revision: number;
}

const wished = (set: ReplicaSet): number => set.spec.replicas ?? 1;
const available = (set: ReplicaSet): number => set.status?.availableReplicas ?? 0;
const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number =>
  sets.reduce((total, set) => total + count(set), 0);

export const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[REVISION_ANNOTATION] ?? 0);

/** The ReplicaSet that already has the Deployment's template; the oldest one if several do. */
export function currentReplicaSet(deployment: Deployment, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const text = templateText(deployment.spec.template);
  return sets
    .filter((set) => templateText(set.spec.template) === text)
    .sort((a, b) => revisionOf(a) - revisionOf(b))[0];
}

/**
 * Plans a Deployment's next step.
 * @param sets all ReplicaSets that the Deployment controls
 * @param oldPods pods of old ReplicaSets that still run, terminating ones included: Recreate waits for them
 */
export function desiredReplicaSets(deployment: Deployment, sets: readonly ReplicaSet[], oldPods: number): RolloutStep {
  const current = currentReplicaSet(deployment, sets);
  const old = sets.filter((set) => set !== current);
  const newest = Math.max(0, ...old.map(revisionOf));
  const revision = current && revisionOf(current) > newest ? revisionOf(current) : newest + 1;
  const limits = rolloutLimits(deployment);
  const remove = expired(deployment, old);
  if (deployment.spec.paused === true) {
    const scale = current && old.every((set) => wished(set) === 0) ? to(current, limits.desired) : [];
    return { scale, remove, revision };
  }
  const recreate = deployment.spec.strategy?.type === 'Recreate';
  const replicas = recreate ? recreatedReplicas(old, oldPods, limits) : grownReplicas(current, old, limits);
  const shrink = recreate ? old.flatMap((set) => to(set, 0)) : shrunkOld(current, old, limits);
  if (current) return { scale: [...to(current, replicas), ...shrink], remove, revision };
  return { create: newReplicaSet(deployment, replicas, revision), scale: shrink, remove, revision };
}

const to = (set: ReplicaSet, replicas: number): { name: string; replicas: number }[] =>
  wished(set) === replicas ? [] : [{ name: set.metadata.name, replicas }];

/** Recreate: nothing new before the last old pod is gone. */
function recreatedReplicas(old: readonly ReplicaSet[], oldPods: number, { desired }: RolloutLimits): number {
  return oldPods === 0 && old.every((set) => wished(set) === 0) ? desired : 0;
}

/** RollingUpdate: as many new pods as the surge allows beside the old ones. */
function grownReplicas(current: ReplicaSet | undefined, old: readonly ReplicaSet[], limits: RolloutLimits): number {
  const now = current ? wished(current) : 0;
  if (now >= limits.desired) return limits.desired;
  const room = limits.desired + limits.maxSurge - sum(old, wished) - now;
  return Math.min(limits.desired, now + Math.max(0, room));
}

/** RollingUpdate: old pods go as far as enough stay available; those that are not available go first, oldest set first. */
function shrunkOld(
  current: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
  limits: RolloutLimits,
): RolloutStep['scale'] {
  const all = current ? [...old, current] : old;
  const newMissing = current ? Math.max(0, wished(current) - available(current)) : 0;
  const floor = limits.desired - limits.maxUnavailable;
  let budget = sum(all, wished) - floor - newMissing;
  let spare = Math.min(budget, sum(all, available) - floor);
  const steps: { name: string; replicas: number }[] = [];
  for (const set of [...old].sort((a, b) => revisionOf(a) - revisionOf(b))) {
    if (budget <= 0) break;
    const broken = Math.min(budget, Math.max(0, wished(set) - available(set)));
    const healthy = Math.max(0, Math.min(spare, budget - broken, wished(set) - broken));
    budget -= broken + healthy;
    spare -= healthy;
    steps.push(...to(set, wished(set) - broken - healthy));
  }
  return steps;
}

function expired(deployment: Deployment, old: readonly ReplicaSet[]): string[] {
  const empty = old.filter((set) => wished(set) === 0 && (set.status?.replicas ?? 0) === 0);
  const keep = deployment.spec.revisionHistoryLimit ?? 10;
  return empty
    .sort((a, b) => revisionOf(b) - revisionOf(a))
    .slice(keep)
    .map((set) => set.metadata.name);
}

function newReplicaSet(deployment: Deployment, replicas: number, revision: number): ReplicaSet {
  const { metadata, spec } = deployment;
  const hash = podTemplateHash(spec.template);
  const labels = { ...spec.template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      labels,
      annotations: {
        [REVISION_ANNOTATION]: String(revision),
        'deployment.kubernetes.io/desired-replicas': String(spec.replicas ?? 1),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(spec.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [TEMPLATE_HASH_LABEL]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}
