import type { KubernetesClient, WatchEvent } from '../../../kubernetes/kubernetes-client.ts';
import type { KubernetesList, KubernetesObject, ResourceRef } from '../../../resources/kind.ts';

/** Where a reflector gets its objects from. */
export interface ListWatch<T> {
  list(page: {
    readonly limit?: number;
    readonly continue?: string;
    readonly signal: AbortSignal;
  }): Promise<KubernetesList<T>>;
  watch(from: {
    readonly resourceVersion: string;
    readonly timeoutSeconds: number;
    readonly signal: AbortSignal;
  }): AsyncIterable<WatchEvent<T>>;
}

/** Which objects of a kind: all of them unless narrowed. */
export interface Selection {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** A kind's objects in a cluster. */
export function clusterListWatch<T extends KubernetesObject>(
  client: Pick<KubernetesClient, 'list' | 'watch'>,
  ref: ResourceRef,
  selection: Selection = {},
): ListWatch<T> {
  return {
    list: (page) => client.list<T>(ref, { ...selection, ...page }),
    watch: (from) => client.watch<T>(ref, { ...selection, ...from }),
  };
}
