import { core } from '../../../../kubernetes/core-resources.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { isConflict, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import { forObjects } from '../../../../operator/kit/controller/source.ts';
import type { ResourceRef } from '../../../../resources/kind.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import { discoverKinds } from '../garbage-collector/discover-kinds.ts';
import type { Namespace } from '../objects/cluster.ts';

const RECHECK_MS = 1_000;
const FINALIZER = 'kubernetes';

/** Stands in for the namespace controller: empties a deleted namespace, then lets it go. */
export function namespaceController({ client, informers }: ClusterDeps): ControllerSpec {
  const namespaces = informers.of<Namespace>(core.namespaces);
  return {
    sources: [forObjects(namespaces)],
    async reconcile(key) {
      const namespace = namespaces.get(key);
      if (!namespace?.metadata.deletionTimestamp || !namespace.spec?.finalizers?.includes(FINALIZER)) return;
      const left = await deleteContents(client, key);
      if (left > 0) return { requeueAfterMs: RECHECK_MS };
      await finalize(client, namespace);
      return;
    },
  };
}

/** Deletes everything in the namespace. @returns how many objects are still there */
async function deleteContents(client: KubernetesClient, namespace: string): Promise<number> {
  const kinds = (await discoverKinds(client)).filter(({ namespaced }) => namespaced);
  let left = 0;
  for (const kind of kinds) left += await deleteKind(client, kind, namespace);
  return left;
}

async function deleteKind(client: KubernetesClient, kind: ResourceRef, namespace: string): Promise<number> {
  const { items } = await client.list(kind, { namespace });
  for (const { metadata } of items.filter((item) => item.metadata.deletionTimestamp === undefined)) {
    const options = { propagation: 'Background', ...(metadata.uid !== undefined && { uid: metadata.uid }) } as const;
    await client.delete(kind, { namespace, name: metadata.name }, options).catch((error: unknown) => {
      if (!isNotFound(error) && !isConflict(error)) throw error;
    });
  }
  return items.length;
}

async function finalize(client: KubernetesClient, namespace: Namespace): Promise<void> {
  const finalizers = namespace.spec?.finalizers?.filter((name) => name !== FINALIZER) ?? [];
  const body = { ...namespace, spec: { ...namespace.spec, finalizers } };
  await client.replace<Namespace>(core.namespaces, body, { subresource: 'finalize' }).catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
  });
}
