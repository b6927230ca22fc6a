import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { labelSelectorErrors } from '../../validation/label-selector.ts';
import { dnsSubdomainErrors } from '../../validation/names.ts';
import { createdAtColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { textAt } from './fields.ts';
import { fields, given } from './validation/checks.ts';
import { immutableFieldErrors } from './validation/immutable.ts';
import { notNegativeAmount } from './validation/resources.ts';

export const csiStorageCapacity = builtin({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  definition: 'io.k8s.api.storage.v1.CSIStorageCapacity',
  columns: createdAtColumns,
  strategy: {
    updatesUnconditionally: false,
    errors,
    updateErrors: (object, old) => [
      ...errors(object),
      ...immutableFieldErrors(object, old, ['nodeTopology', 'storageClassName'], ''),
    ],
  },
});

const RULES = fields({
  nodeTopology: given((value, path) => (isJsonObject(value) ? labelSelectorErrors(value, path) : [])),
  capacity: given(notNegativeAmount),
});

function errors(object: KubeObject): FieldError[] {
  const name = textAt(object, 'storageClassName');
  return [...RULES(object, ''), ...dnsSubdomainErrors(name).map((detail) => invalid('storageClassName', name, detail))];
}
