import { core } from '../../../../kubernetes/core-resources.ts';
import { isAlreadyExists, isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import { forObjects } from '../../../../operator/kit/controller/source.ts';
import type { KubernetesObject, ResourceRef } from '../../../../resources/kind.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import type { ConfigMap, Namespace } from '../objects/cluster.ts';

const ROOT_CA = 'kube-root-ca.crt';

/** Gives every namespace its ServiceAccount `default` and the ConfigMap `kube-root-ca.crt`, which pods cannot do without. */
export function serviceAccountController({ client, informers, ca }: ClusterDeps): ControllerSpec {
  const namespaces = informers.of<Namespace>(core.namespaces);
  return {
    sources: [forObjects(namespaces)],
    async reconcile(key) {
      const namespace = namespaces.get(key);
      if (!namespace || namespace.metadata.deletionTimestamp !== undefined) return;
      const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: key, name: 'default' } };
      await ensure(client, core.serviceAccounts, account);
      const bundle: ConfigMap = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { namespace: key, name: ROOT_CA },
        data: { 'ca.crt': ca },
      };
      const present = await ensure<ConfigMap>(client, core.configMaps, bundle);
      if (present?.data?.['ca.crt'] === ca) return;
      await client.patch(
        core.configMaps,
        { namespace: key, name: ROOT_CA },
        { type: 'merge', body: { data: { 'ca.crt': ca } } },
      );
    },
  };
}

async function ensure<T extends KubernetesObject>(
  client: KubernetesClient,
  ref: ResourceRef,
  object: T,
): Promise<T | undefined> {
  const { namespace, name } = object.metadata;
  const present = await client.get<T>(ref, { namespace, name }).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
  if (present) return present;
  return client.create(ref, object).catch((error: unknown) => {
    if (isAlreadyExists(error)) return undefined;
    throw error;
  });
}
