import type { FieldError } from '../../errors/index.ts';
import { required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { persistentVolumeColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf, valueAt } from './fields.ts';

export const persistentVolume = builtin({
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  namespaced: false,
  hasStatus: true,
  definition: 'io.k8s.api.core.v1.PersistentVolume',
  columns: persistentVolumeColumns,
  strategy: {
    returnsDeleted: true,
    setDefaults: (object) =>
      setAbsent(specOf(object), { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }),
    prepareCreate: (object) => void (object['status'] = { phase: 'Pending' }),
    errors: volumeErrors,
    updateErrors: volumeErrors,
  },
});

function volumeErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  return [
    ...(Array.isArray(spec['accessModes']) ? [] : [required('spec.accessModes')]),
    ...(valueAt(spec, 'capacity') === undefined ? [required('spec.capacity')] : []),
  ];
}
