import { core } from '../../../../kubernetes/core-resources.ts';
import { isNotFound } from '../../../../kubernetes/kubernetes-error.ts';
import { forObjects, mappedFrom, ownedBy } from '../../../../operator/kit/controller/source.ts';
import { keyOf } from '../../../../operator/kit/object-key.ts';
import type { ControllerSpec } from '../../../../operator/kit/controller/controller.ts';
import type { ClusterDeps } from '../cluster-deps.ts';
import { matchesLabels } from '../objects/label-selector.ts';
import type { EndpointSlice, Service } from '../objects/network.ts';
import type { Pod } from '../objects/pod.ts';
import { sameJson } from '../objects/canonical-json.ts';
import { desiredEndpointSlice } from './desired-endpoint-slice.ts';

/** Stands in for the EndpointSlice controller: one slice a Service; it goes with the Service by garbage collection. */
export function endpointSliceController({ client, informers }: ClusterDeps): ControllerSpec {
  const services = informers.of<Service>(core.services);
  const pods = informers.of<Pod>(core.pods);
  const slices = informers.of<EndpointSlice>(core.endpointSlices);
  const servicesOf = (pod: Pod): string[] =>
    services
      .list(pod.metadata.namespace)
      .filter(({ spec }) => spec.selector && matchesLabels(spec.selector, pod.metadata.labels))
      .map(keyOf);
  return {
    sources: [forObjects(services), mappedFrom(pods, servicesOf), ownedBy(slices, core.services)],
    async reconcile(key) {
      const service = services.get(key);
      if (!service || service.metadata.deletionTimestamp !== undefined) return;
      const wish = desiredEndpointSlice(service, pods.list(service.metadata.namespace));
      if (!wish) return;
      const present = slices.get(keyOf(wish));
      if (present && sameJson([present.endpoints, present.ports], [wish.endpoints, wish.ports])) return;
      const { namespace, name } = wish.metadata;
      const apply = { type: 'apply', body: wish, fieldManager: 'endpointslice-controller', force: true } as const;
      await client.patch(core.endpointSlices, { namespace, name }, apply).catch((error: unknown) => {
        // The namespace went meanwhile.
        if (!isNotFound(error)) throw error;
      });
    },
  };
}
