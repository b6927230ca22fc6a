import type { KubernetesClient, ObjectKey } from '../../../kubernetes/kubernetes-client.ts';
import { core } from '../../../kubernetes/core-resources.ts';
import { isNotFound } from '../../../kubernetes/kubernetes-error.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';
import type { LeaseSpec, StoredLease } from './lease-record.ts';

/** One lease, wherever it is kept. All methods throw when the store cannot be reached or `signal` is aborted. */
export interface LeaseStore {
  /** What the lease is called, for logs and metrics. */
  readonly name: string;
  read(signal: AbortSignal): Promise<StoredLease | undefined>;
  /** Throws a conflict when there is one already. */
  create(spec: LeaseSpec, signal: AbortSignal): Promise<StoredLease>;
  /** Throws a conflict when the lease is no longer as it was in `previous`. */
  replace(spec: LeaseSpec, previous: StoredLease, signal: AbortSignal): Promise<StoredLease>;
}

interface Lease extends KubernetesObject {
  readonly spec?: LeaseSpec;
}

/** A Lease object in a cluster. */
export function clusterLeaseStore(
  client: Pick<KubernetesClient, 'get' | 'create' | 'replace'>,
  key: ObjectKey & { readonly namespace: string },
): LeaseStore {
  const lease = (spec: LeaseSpec, resourceVersion?: string): Lease => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { ...key, ...(resourceVersion && { resourceVersion }) },
    spec,
  });
  return {
    name: `${key.namespace}/${key.name}`,
    async read(signal) {
      try {
        return stored(await client.get<Lease>(core.leases, key, { signal }));
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    create: async (spec, signal) => stored(await client.create(core.leases, lease(spec), { signal })),
    replace: async (spec, previous, signal) =>
      stored(await client.replace(core.leases, lease(spec, previous.resourceVersion), { signal })),
  };
}

function stored(lease: Lease): StoredLease {
  return { spec: lease.spec ?? {}, resourceVersion: lease.metadata.resourceVersion ?? '' };
}
