import type { KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { addressWarnings } from '../../validation/addresses.ts';
import { endpointSliceColumns } from '../columns/network-columns.ts';
import { builtin } from './define.ts';
import { objectsIn } from './fields.ts';
import { SLICE_RULES, sliceEndpointErrors } from './validation/endpoint-slice.ts';
import { immutableFieldErrors } from './validation/immutable.ts';

export const endpointSlice = builtin({
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  definition: 'io.k8s.api.discovery.v1.EndpointSlice',
  columns: endpointSliceColumns,
  strategy: {
    countsGenerations: true,
    setDefaults,
    warnings,
    errors: (object) => [...SLICE_RULES(object, ''), ...sliceEndpointErrors(object)],
    updateErrors: (object, old) => [
      ...SLICE_RULES(object, ''),
      // What was there is let be.
      ...(equalJson(object['endpoints'], old['endpoints']) ? [] : sliceEndpointErrors(object)),
      ...immutableFieldErrors(object, old, ['addressType'], ''),
    ],
  },
});

function setDefaults(object: KubeObject): void {
  for (const port of objectsIn(object['ports'])) {
    port['name'] ??= '';
    port['protocol'] ??= 'TCP';
  }
}

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];

/** Of a controller's own addresses nothing is told. */
function warnings(object: KubeObject): string[] {
  const isFqdn = object['addressType'] === 'FQDN';
  const isOwn = CONTROLLERS.includes(object.metadata.labels?.[MANAGED_BY] ?? '');
  const told = objectsIn(isOwn || isFqdn ? [] : object['endpoints']).flatMap(({ addresses }, index) =>
    ((addresses ?? []) as string[]).flatMap((address, at) =>
      addressWarnings(address, `endpoints[${index}].addresses[${at}]`),
    ),
  );
  return [...(isFqdn ? ['spec.addressType: FQDN endpoints are deprecated'] : []), ...told];
}
