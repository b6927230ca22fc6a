import type { FieldError } from '../../errors/index.ts';
import { forbidden, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { persistentVolumeClaimColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf, valueAt } from './fields.ts';

export const persistentVolumeClaim = builtin({
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  hasStatus: true,
  definition: 'io.k8s.api.core.v1.PersistentVolumeClaim',
  columns: persistentVolumeClaimColumns,
  strategy: {
    returnsDeleted: true,
    setDefaults: setClaimDefaults,
    prepareCreate: (object) => void (object['status'] = { phase: 'Pending' }),
    errors: claimErrors,
    updateErrors,
  },
});

export function setClaimDefaults(object: JsonObject): void {
  setAbsent(specOf(object), { volumeMode: 'Filesystem' });
}

function claimErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const modes = spec['accessModes'];
  const storage = valueAt(spec, 'resources', 'requests', 'storage');
  return [
    ...(Array.isArray(modes) && modes.length > 0
      ? []
      : [required('spec.accessModes', 'at least 1 access mode is required')]),
    ...(storage === undefined ? [required('spec.resources[storage]')] : []),
  ];
}

const IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
const CHANGEABLE = ['resources', 'volumeAttributesClassName'];
/** Set once, by the one who binds it. */
const SET_ONCE = ['volumeName', 'storageClassName'];

function updateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const names = new Set([...Object.keys(spec), ...Object.keys(before)]);
  const changed = [...names].some((name) => {
    const isFirst = SET_ONCE.includes(name) && before[name] === undefined;
    return !isFirst && !CHANGEABLE.includes(name) && !equalJson(spec[name], before[name]);
  });
  return [...claimErrors(object), ...(changed ? [forbidden('spec', IMMUTABLE)] : [])];
}
