import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { isConflict, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import { forObjects, mappedFrom } from '../../../../operator/kit/controller/source.ts';
import { keyOf } from '../../../../operator/kit/object-key.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import type { Node } from '../objects/cluster.ts';
import { setCondition } from '../objects/conditions.ts';
import type { Pod } from '../objects/pod.ts';
import { rfc3339 } from '../objects/rfc3339.ts';
import { needsPlacement, schedulePod } from './schedule-pod.ts';

/** Stands in for kube-scheduler: binds pods to the first fitting node. */
export function schedulerController({ client, informers }: ClusterDeps): ControllerSpec {
  const pods = informers.of<Pod>(core.pods);
  const nodes = informers.of<Node>(core.nodes);
  const waiting = (): string[] => pods.list().filter(needsPlacement).map(keyOf);
  return {
    sources: [forObjects(pods), mappedFrom(nodes, waiting)],
    async reconcile(key) {
      const pod = pods.get(key);
      if (!pod || !needsPlacement(pod)) return;
      const placement = schedulePod(pod, nodes.list());
      if ('node' in placement) await bind(client, pod, placement.node);
      else await explain(client, pod, placement.unschedulable);
    },
  };
}

async function bind(client: KubernetesClient, pod: Pod, node: string): Promise<void> {
  const { name, namespace = 'default', uid } = pod.metadata;
  const target = { apiVersion: 'v1', kind: 'Node', name: node };
  const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace, uid }, target };
  await client.post(`/api/v1/namespaces/${namespace}/pods/${name}/binding`, binding).catch(ignoreStale);
}

async function explain(client: KubernetesClient, pod: Pod, message: string): Promise<void> {
  const { name, namespace } = pod.metadata;
  const wish = { type: 'PodScheduled', status: 'False' as const, reason: 'Unschedulable', message };
  if (pod.status?.conditions?.some((old) => old.type === wish.type && old.message === message)) return;
  const conditions = setCondition(pod.status?.conditions ?? [], wish, rfc3339());
  await client
    .patch(core.pods, { namespace, name }, { type: 'merge', body: { status: { conditions } }, subresource: 'status' })
    .catch(ignoreStale);
}

/** The cache was behind: the pod is gone, or bound already. */
function ignoreStale(error: unknown): void {
  if (!isNotFound(error) && !isConflict(error)) throw error;
}
