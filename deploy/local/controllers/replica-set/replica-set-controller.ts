import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient, ObjectKey } from '../../../../kubernetes/kubernetes-client.ts';
import { isConflict, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import { forObjects, ownedBy } from '../../../../operator/kit/controller/source.ts';
import { parseKey } from '../../../../operator/kit/object-key.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import { sameJson } from '../objects/canonical-json.ts';
import { selectorText } from '../objects/label-selector.ts';
import { isControlledBy } from '../objects/owners.ts';
import type { Pod } from '../objects/pod.ts';
import type { ReplicaSet } from '../objects/workload.ts';
import { desiredPods, newPod, replicaSetStatus } from './desired-pods.ts';

/** Pods made in one reconcile; the rest follow in the next. */
const BURST = 50;

/** Stands in for the ReplicaSet controller of controller-manager. Pods are read afresh, so none is made twice. */
export function replicaSetController({ client, informers }: ClusterDeps): ControllerSpec {
  return {
    sources: [
      forObjects(informers.of<ReplicaSet>(core.replicaSets)),
      ownedBy(informers.of<Pod>(core.pods), core.replicaSets),
    ],
    reconcile: (key) => reconcile(client, parseKey(key)),
  };
}

async function reconcile(client: KubernetesClient, key: ObjectKey): Promise<{ requeueAfterMs?: number }> {
  const set = await client.get<ReplicaSet>(core.replicaSets, key).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (!set) return {};
  const pods = await ownPods(client, set);
  const changes = desiredPods(set, pods);
  for (let made = 0; made < Math.min(changes.create, BURST); made++) await client.create(core.pods, newPod(set) as Pod);
  for (const pod of changes.remove) await removePod(client, pod);
  const changed = changes.create > 0 || changes.remove.length > 0;
  const { status, recheckMs } = replicaSetStatus(set, changed ? await ownPods(client, set) : pods, Date.now());
  if (
    Object.entries(status).some(([name, value]) => !sameJson(value, set.status?.[name as keyof typeof status] ?? 0))
  ) {
    await client.patch(core.replicaSets, key, { type: 'merge', body: { status }, subresource: 'status' });
  }
  return recheckMs === undefined ? {} : { requeueAfterMs: recheckMs };
}

async function ownPods(client: KubernetesClient, set: ReplicaSet): Promise<Pod[]> {
  const labelSelector = selectorText(set.spec.selector);
  const { items } = await client.list<Pod>(core.pods, { namespace: set.metadata.namespace, labelSelector });
  return items.filter((pod) => isControlledBy(pod, set));
}

async function removePod(client: KubernetesClient, { metadata: { namespace, name, uid = '' } }: Pod): Promise<void> {
  await client.delete(core.pods, { namespace, name }, { uid }).catch((error: unknown) => {
    if (!isNotFound(error) && !isConflict(error)) throw error;
  });
}
