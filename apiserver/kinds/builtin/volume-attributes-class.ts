import { required } from '../../errors/index.ts';
import { volumeAttributesClassColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { all, fields } from './validation/checks.ts';
import { classChangeErrors } from './validation/immutable.ts';
import { parameters, provisioner } from './validation/provisioning.ts';

const RULES = fields({
  driverName: provisioner,
  parameters: all(parameters, (value, path) =>
    Object.keys(value ?? {}).length === 0 ? [required(path, 'must contain at least one key/value pair')] : [],
  ),
});

export const volumeAttributesClass = builtin({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'VolumeAttributesClass',
  plural: 'volumeattributesclasses',
  shortNames: ['vac'],
  namespaced: false,
  definition: 'io.k8s.api.storage.v1.VolumeAttributesClass',
  columns: volumeAttributesClassColumns,
  strategy: {
    returnsDeleted: true,
    errors: (object) => RULES(object, ''),
    updateErrors: (object, old) => [
      ...RULES(object, ''),
      ...classChangeErrors(object, old, ['driverName', 'parameters']),
    ],
  },
});
