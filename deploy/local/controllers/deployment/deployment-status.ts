import { setCondition, type ConditionWish } from '../objects/conditions.ts';
import type { Condition } from '../objects/meta.ts';
import type { Deployment, DeploymentStatus, ReplicaSet } from '../objects/workload.ts';
import { currentReplicaSet } from './desired-replica-sets.ts';
import { rolloutLimits } from './rollout-limits.ts';

/** The status of a Deployment with its ReplicaSets at a time (RFC 3339). */
export function deploymentStatus(deployment: Deployment, sets: readonly ReplicaSet[], now: string): DeploymentStatus {
  const current = currentReplicaSet(deployment, sets);
  const total = (count: (set: ReplicaSet) => number | undefined): number =>
    sets.reduce((sum, set) => sum + (count(set) ?? 0), 0);
  const available = total((set) => set.status?.availableReplicas);
  const counts = {
    replicas: total((set) => set.status?.replicas),
    updatedReplicas: current?.status?.replicas ?? 0,
    readyReplicas: total((set) => set.status?.readyReplicas),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, total((set) => set.spec.replicas) - available),
  };
  const before = deployment.status?.conditions ?? [];
  const withAvailable = setCondition(before, availableCondition(deployment, available), now);
  return {
    ...(deployment.metadata.generation !== undefined && { observedGeneration: deployment.metadata.generation }),
    ...counts,
    conditions: withProgress(deployment, counts, withAvailable, now),
  };
}

/** Milliseconds until the progress deadline passes; undefined when the rollout is complete or has failed already. */
export function deadlineIn(deployment: Deployment, status: DeploymentStatus, now: number): number | undefined {
  const progress = status.conditions?.find(({ type }) => type === 'Progressing');
  if (progress?.status !== 'True' || progress.reason === 'NewReplicaSetAvailable') return undefined;
  return Date.parse(progress.lastUpdateTime ?? '') + deadlineMs(deployment) - now;
}

const deadlineMs = (deployment: Deployment): number => (deployment.spec.progressDeadlineSeconds ?? 600) * 1000;

function availableCondition(deployment: Deployment, available: number): ConditionWish {
  const { desired, maxUnavailable } = rolloutLimits(deployment);
  // Recreate may leave no pod for a while, which does not make that while available.
  const missing = deployment.spec.strategy?.type === 'Recreate' ? 0 : maxUnavailable;
  return available >= desired - missing
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.');
}

const condition = (type: string, status: Condition['status'], reason: string, message: string): ConditionWish => ({
  type,
  status,
  reason,
  message,
});

type Counts = Required<Omit<DeploymentStatus, 'observedGeneration' | 'conditions'>>;

/** Every count is the wished one: nothing old is left and all new pods are available. */
function isComplete(deployment: Deployment, counts: Counts): boolean {
  const desired = deployment.spec.replicas ?? 1;
  return counts.updatedReplicas === desired && counts.replicas === desired && counts.availableReplicas === desired;
}

function hasProgressed({ status: old, metadata }: Deployment, counts: Counts): boolean {
  if (old?.observedGeneration !== metadata.generation) return true;
  const grew = (['updatedReplicas', 'readyReplicas', 'availableReplicas'] as const).some(
    (name) => counts[name] > (old?.[name] ?? 0),
  );
  const oldPods = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return grew || oldPods(counts) < oldPods(old ?? {});
}

/** What the Progressing condition has to say; undefined when it stays as it is. */
function progressWish(
  deployment: Deployment,
  counts: Counts,
  old: Condition | undefined,
  now: string,
): ConditionWish | undefined {
  const about = `Deployment "${deployment.metadata.name}"`;
  const wish = (status: Condition['status'], reason: string, message: string): ConditionWish | undefined =>
    old?.reason === reason && old.status === status ? undefined : condition('Progressing', status, reason, message);
  if (isComplete(deployment, counts))
    return wish('True', 'NewReplicaSetAvailable', `${about} has successfully progressed.`);
  if (deployment.spec.paused === true) return wish('Unknown', 'DeploymentPaused', 'Deployment is paused');
  if (!old || hasProgressed(deployment, counts)) {
    return condition('Progressing', 'True', 'ReplicaSetUpdated', `${about} is progressing.`);
  }
  const late = Date.parse(now) - Date.parse(old.lastUpdateTime ?? now) >= deadlineMs(deployment);
  // Once complete, pods that come and go are no rollout and have no deadline.
  if (!late || old.reason === 'NewReplicaSetAvailable') return undefined;
  return wish('False', 'ProgressDeadlineExceeded', `${about} exceeded its progress deadline.`);
}

function withProgress(deployment: Deployment, counts: Counts, conditions: Condition[], now: string): Condition[] {
  const old = conditions.find(({ type }) => type === 'Progressing');
  const wish = progressWish(deployment, counts, old, now);
  if (!wish) return conditions;
  return setCondition(conditions, wish, now).map((item) =>
    item.type === 'Progressing' ? { ...item, lastUpdateTime: now } : item,
  );
}
