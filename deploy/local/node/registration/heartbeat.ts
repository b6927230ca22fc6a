import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import type { Node } from '../../controllers/objects/cluster.ts';

const PERIOD_MS = 10_000;
const LEASE_SECONDS = 40;
const NAMESPACE = 'kube-node-lease';

/** Renews the node's Lease every 10 s, as kubelet does, until the signal. */
export async function runHeartbeat(
  client: KubernetesClient,
  node: Node,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  const { name, uid } = node.metadata;
  while (!signal.aborted) {
    const body = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: NAMESPACE, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
      spec: {
        holderIdentity: name,
        leaseDurationSeconds: LEASE_SECONDS,
        renewTime: new Date().toISOString().replace('Z', '000Z'),
      },
    };
    await client
      .patch(
        core.leases,
        { namespace: NAMESPACE, name },
        { type: 'apply', body, fieldManager: 'durasync-local-node', signal },
      )
      .catch((error: unknown) => signal.aborted || log.warn({ err: error }, 'node lease not renewed'));
    await sleep(PERIOD_MS, undefined, { signal }).catch(() => undefined);
  }
}
