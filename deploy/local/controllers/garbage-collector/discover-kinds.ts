import type { KubernetesClient } from '../../../../kubernetes/kubernetes-client.ts';
import type { ResourceRef } from '../../../../resources/kind.ts';

interface GroupVersion {
  readonly groupVersion: string;
}

interface ApiResources {
  readonly groupVersion: string;
  readonly resources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly verbs: readonly string[];
  }[];
}

/** All kinds that the API server stores, in their preferred version, with what can be done to them. */
export async function discoverKinds(client: KubernetesClient): Promise<(ResourceRef & { verbs: readonly string[] })[]> {
  const answer = (await client.raw('/apis')) as { groups: readonly { preferredVersion: GroupVersion }[] };
  const paths = ['/api/v1', ...answer.groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
  const found = await Promise.all(paths.map((path) => resourcesAt(client, path)));
  return found.flat();
}

async function resourcesAt(
  client: KubernetesClient,
  path: string,
): Promise<(ResourceRef & { verbs: readonly string[] })[]> {
  const { groupVersion, resources } = (await client.raw(path)) as ApiResources;
  const [group, version] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion];
  return resources
    .filter(({ name, verbs }) => !name.includes('/') && verbs.includes('list') && verbs.includes('delete'))
    .map(({ name, kind, namespaced, verbs }) => ({
      group: group ?? '',
      version: version ?? '',
      plural: name,
      kind,
      namespaced,
      verbs,
    }));
}
