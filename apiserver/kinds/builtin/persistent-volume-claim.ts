import type { FieldError } from '../../errors/index.ts';
import { forbidden, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { dnsSubdomainErrors } from '../../validation/names.ts';
import { persistentVolumeClaimColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf, textAt, valueAt } from './fields.ts';
import { compareQuantities } from './quantity.ts';
import { accessModes } from './validation/access-modes.ts';
import { all, fields, judged, needed, oneOf } from './validation/checks.ts';
import { claimWarnings } from './validation/fractional-bytes.ts';

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
    warnings: (object) => claimWarnings(object['spec'], 'spec'),
    errors: claimErrors,
    updateErrors,
  },
});

export function setClaimDefaults(object: JsonObject): void {
  setAbsent(specOf(object), { volumeMode: 'Filesystem' });
}

const RULES = fields({
  accessModes: all((value, path) => {
    const isNone = !Array.isArray(value) || value.length === 0;
    return isNone ? [required(path, 'at least 1 access mode is required')] : [];
  }, accessModes),
  volumeMode: oneOf('Block', 'Filesystem'),
  storageClassName: judged(dnsSubdomainErrors),
});

const size = needed(
  judged<string>((amount) => (compareQuantities(amount, '0') > 0 ? [] : ['must be greater than zero'])),
);

function claimErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  return [
    ...RULES(spec, 'spec'),
    ...size(valueAt(spec, 'resources', 'requests', 'storage'), 'spec.resources[storage]'),
  ];
}

const IMMUTABLE =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
/** Once the claim is bound. */
const CHANGEABLE = ['resources', 'volumeAttributesClassName'];
/** Set once, by the one who binds it. */
const SET_ONCE = ['volumeName', 'storageClassName'];

function updateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const changeable = textAt(old, 'status', 'phase') === 'Bound' ? CHANGEABLE : [];
  const names = new Set([...Object.keys(spec), ...Object.keys(before)]);
  const changed = [...names].some((name) => {
    const isFirst = SET_ONCE.includes(name) && before[name] === undefined;
    return !isFirst && !changeable.includes(name) && !equalJson(spec[name], before[name]);
  });
  return [...claimErrors(object), ...(changed ? [forbidden('spec', IMMUTABLE)] : [])];
}
