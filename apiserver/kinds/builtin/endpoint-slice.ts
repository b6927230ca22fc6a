import type { FieldError } from '../../errors/index.ts';
import { notSupported, required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { endpointSliceColumns } from '../columns/network-columns.ts';
import { builtin } from './define.ts';
import { objectsIn } from './fields.ts';
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
    errors,
    updateErrors: (object, old) => [...errors(object), ...immutableFieldErrors(object, old, ['addressType'], '')],
  },
});

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];

function setDefaults(object: KubeObject): void {
  for (const port of objectsIn(object['ports'])) {
    port['name'] ??= '';
    port['protocol'] ??= 'TCP';
  }
}

function errors(object: KubeObject): FieldError[] {
  const { addressType } = object;
  if (!addressType) return [required('addressType')];
  return ADDRESS_TYPES.includes(addressType as string) ? [] : [notSupported('addressType', addressType, ADDRESS_TYPES)];
}
