import { core } from '../../../../kubernetes/core-resources.ts';
import { isAlreadyExists, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import type { KubernetesClient, ObjectKey } from '../../../../kubernetes/kubernetes-client.ts';
import { forObjects, mappedFrom, ownedBy } from '../../../../operator/kit/controller/source.ts';
import { formatKey, parseKey } from '../../../../operator/kit/object-key.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import { sameJson } from '../objects/canonical-json.ts';
import { selectorText } from '../objects/label-selector.ts';
import { controllerOf, isControlledBy } from '../objects/owners.ts';
import type { Pod } from '../objects/pod.ts';
import { isFinished } from '../objects/pod-conditions.ts';
import { rfc3339 } from '../objects/rfc3339.ts';
import type { Deployment, ReplicaSet } from '../objects/workload.ts';
import { deadlineIn, deploymentStatus } from './deployment-status.ts';
import { currentReplicaSet, desiredReplicaSets, REVISION_ANNOTATION } from './desired-replica-sets.ts';

/** Stands in for the Deployment controller of controller-manager. ReplicaSets are read afresh, so no step is done twice. */
export function deploymentController({ client, informers }: ClusterDeps): ControllerSpec {
  const deployments = informers.of<Deployment>(core.deployments);
  const replicaSets = informers.of<ReplicaSet>(core.replicaSets);
  const pods = informers.of<Pod>(core.pods);
  const ownerOfPod = (pod: Pod): string[] => {
    const namespace = pod.metadata.namespace;
    const set = replicaSets.get(formatKey({ namespace, name: controllerOf(pod)?.name ?? '' }));
    const owner = set && controllerOf(set);
    return owner?.kind === 'Deployment' ? [formatKey({ namespace, name: owner.name })] : [];
  };
  return {
    sources: [
      forObjects(deployments),
      ownedBy(replicaSets, core.deployments),
      // A Recreate rollout waits for the last old pod to be gone.
      mappedFrom(pods, ownerOfPod, (event) => event.type === 'deleted'),
    ],
    reconcile: (key) => reconcile(client, parseKey(key)),
  };
}

async function reconcile(client: KubernetesClient, key: ObjectKey): Promise<{ requeueAfterMs?: number }> {
  const deployment = await client.get<Deployment>(core.deployments, key).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (!deployment) return {};
  const sets = await ownReplicaSets(client, deployment);
  if (deployment.metadata.deletionTimestamp === undefined) await step(client, deployment, sets);
  return writeStatus(client, deployment, await ownReplicaSets(client, deployment));
}

async function ownReplicaSets(client: KubernetesClient, deployment: Deployment): Promise<ReplicaSet[]> {
  const { namespace } = deployment.metadata;
  const labelSelector = selectorText(deployment.spec.selector);
  const { items } = await client.list<ReplicaSet>(core.replicaSets, { namespace, labelSelector });
  return items.filter((set) => isControlledBy(set, deployment));
}

async function step(client: KubernetesClient, deployment: Deployment, sets: readonly ReplicaSet[]): Promise<void> {
  const { namespace, name } = deployment.metadata;
  const plan = desiredReplicaSets(deployment, sets, await countOldPods(client, deployment, sets));
  for (const { name: set, replicas } of plan.scale) {
    await client.patch(core.replicaSets, { namespace, name: set }, { type: 'merge', body: { spec: { replicas } } });
  }
  for (const set of plan.remove) {
    await client.delete(core.replicaSets, { namespace, name: set }, { propagation: 'Background' });
  }
  if (plan.create) {
    await client.create(core.replicaSets, plan.create).catch((error: unknown) => {
      if (!isAlreadyExists(error)) throw error;
    });
  }
  const annotations = { [REVISION_ANNOTATION]: String(plan.revision) };
  const current = currentReplicaSet(deployment, sets);
  const lags = (object: Deployment | ReplicaSet): boolean =>
    object.metadata.annotations?.[REVISION_ANNOTATION] !== annotations[REVISION_ANNOTATION];
  const body = { metadata: { annotations } };
  if (current && lags(current)) {
    await client.patch(core.replicaSets, { namespace, name: current.metadata.name }, { type: 'merge', body });
  }
  if (lags(deployment)) await client.patch(core.deployments, { namespace, name }, { type: 'merge', body });
}

async function countOldPods(
  client: KubernetesClient,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): Promise<number> {
  if (deployment.spec.strategy?.type !== 'Recreate') return 0;
  const current = currentReplicaSet(deployment, sets);
  const old = new Set(sets.filter((set) => set !== current).map((set) => set.metadata.uid));
  const labelSelector = selectorText(deployment.spec.selector);
  const { items } = await client.list<Pod>(core.pods, { namespace: deployment.metadata.namespace, labelSelector });
  return items.filter((pod) => old.has(controllerOf(pod)?.uid) && !isFinished(pod)).length;
}

async function writeStatus(
  client: KubernetesClient,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): Promise<{ requeueAfterMs?: number }> {
  const { namespace, name } = deployment.metadata;
  const now = new Date();
  const status = deploymentStatus(deployment, sets, rfc3339(now));
  const changed = Object.entries(status).some(
    ([key, value]) => !sameJson(value, deployment.status?.[key as keyof typeof status] ?? 0),
  );
  if (changed) {
    await client.patch(
      core.deployments,
      { namespace, name },
      { type: 'merge', body: { status }, subresource: 'status' },
    );
  }
  const wait = deadlineIn(deployment, status, now.getTime());
  return wait === undefined ? {} : { requeueAfterMs: Math.max(1_000, wait) };
}
