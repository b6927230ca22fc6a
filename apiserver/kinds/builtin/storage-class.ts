import { storageClassColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { setAbsent } from './fields.ts';
import { fields, oneOf } from './validation/checks.ts';
import { classChangeErrors, immutableFieldErrors } from './validation/immutable.ts';
import { parameters, provisioner } from './validation/provisioning.ts';

const RULES = fields({
  provisioner,
  parameters,
  reclaimPolicy: oneOf('Delete', 'Retain'),
  volumeBindingMode: oneOf('Immediate', 'WaitForFirstConsumer'),
});

export const storageClass = builtin({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  shortNames: ['sc'],
  namespaced: false,
  definition: 'io.k8s.api.storage.v1.StorageClass',
  columns: storageClassColumns,
  strategy: {
    returnsDeleted: true,
    setDefaults: (object) => setAbsent(object, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
    errors: (object) => RULES(object, ''),
    updateErrors: (object, old) => [
      ...RULES(object, ''),
      ...classChangeErrors(object, old, ['parameters', 'provisioner', 'reclaimPolicy']),
      ...immutableFieldErrors(object, old, ['volumeBindingMode'], ''),
    ],
  },
});
