import { core } from '../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';

/**
 * What tells a cluster from all others: the uid of its Namespace `kube-system`, which lives as long as the cluster.
 * @throws KubernetesError
 */
export async function clusterIdentity(client: Pick<KubernetesClient, 'get'>, signal: AbortSignal): Promise<string> {
  const { metadata } = await client.get(core.namespaces, { name: 'kube-system' }, { signal });
  if (metadata.uid === undefined) throw new Error('the namespace kube-system has no uid');
  return metadata.uid;
}
