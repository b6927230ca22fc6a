import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { isAlreadyExists } from '../../../../kubernetes/kubernetes-error.ts';
import type { Node } from '../../controllers/objects/cluster.ts';
import { rfc3339 } from '../../controllers/objects/rfc3339.ts';
import { nodeLabels, nodeStatus } from './node-object.ts';

export interface Registration {
  readonly client: KubernetesClient;
  readonly name: string;
  readonly hostIP: string;
  /** Port of the kubelet-like server. */
  readonly port: number;
}

/** Makes the Node object or brings it up to date, and marks it ready. */
export async function registerNode(registration: Registration): Promise<Node> {
  const { client, name } = registration;
  const labels = nodeLabels(name);
  await client
    .create<Node>(core.nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } })
    .catch((error: unknown) => {
      if (!isAlreadyExists(error)) throw error;
    });
  await writeStatus(registration, true);
  // The API server taints every new node as not ready, and no node controller is there to take that off again.
  const { spec } = await client.get<Node>(core.nodes, { name });
  const taints = (spec?.taints ?? []).filter(({ key }) => key !== 'node.kubernetes.io/not-ready');
  const body = { metadata: { labels }, spec: { taints: taints.length > 0 ? taints : null } };
  return client.patch<Node>(core.nodes, { name }, { type: 'merge', body });
}

/** Tells that the node no longer runs pods. */
export async function markStopped(registration: Registration): Promise<void> {
  await writeStatus(registration, false);
}

async function writeStatus({ client, name, hostIP, port }: Registration, ready: boolean): Promise<void> {
  const { status } = await client.get<Node>(core.nodes, { name });
  const next = nodeStatus(status, { port, hostIP, ready, now: rfc3339() });
  await client.patch(core.nodes, { name }, { type: 'merge', body: { status: next }, subresource: 'status' });
}
