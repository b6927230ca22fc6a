import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { leaseColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';

export const lease = builtin({
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  definition: 'io.k8s.api.coordination.v1.Lease',
  columns: leaseColumns,
  strategy: {
    createsOnUpdate: true,
    updatesUnconditionally: false,
    takesShortFinalizers: true,
    errors: leaseErrors,
    updateErrors: leaseErrors,
  },
});

function leaseErrors(object: KubeObject): FieldError[] {
  const spec = (object['spec'] ?? {}) as JsonObject;
  const { leaseDurationSeconds: duration, leaseTransitions: transitions } = spec;
  const errors: FieldError[] = [];
  if (typeof duration === 'number' && duration <= 0) {
    errors.push(invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0'));
  }
  if (typeof transitions === 'number' && transitions < 0) {
    errors.push(invalid('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'));
  }
  return errors;
}
