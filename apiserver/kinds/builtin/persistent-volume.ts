import { posix } from 'node:path';
import type { FieldError } from '../../errors/index.ts';
import { forbidden, invalid, notSupported, required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { equalJson, isJsonObject, toTime } from '../../object/kube-object.ts';
import { dnsSubdomainErrors } from '../../validation/names.ts';
import { persistentVolumeColumns } from '../columns/storage-columns.ts';
import { builtin } from './define.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { compareQuantities, milliOf } from './quantity.ts';
import { accessModes } from './validation/access-modes.ts';
import { all, fields, judged, needed, oneOf } from './validation/checks.ts';
import { immutableFieldErrors } from './validation/immutable.ts';
import { oneSource, sourceChangeErrors } from './validation/persistent-volume-source.ts';

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
    setDefaults: (object) => {
      const spec = specOf(object);
      setAbsent(spec, { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' });
      if (isJsonObject(spec['hostPath'])) setAbsent(spec['hostPath'], { type: '' });
    },
    prepareCreate: (object) => void (object['status'] = { phase: 'Pending', [TRANSITION]: toTime(new Date()) }),
    prepareStatusUpdate: noteTransition,
    errors: volumeErrors,
    updateErrors: changeErrors,
  },
});

const TRANSITION = 'lastPhaseTransitionTime';

/** When the phase changed, unless who changed it says so. */
function noteTransition(object: KubeObject, old: KubeObject): void {
  const [status, before] = [objectAt(object, 'status'), objectAt(old, 'status')];
  if (status['phase'] === before['phase']) {
    if (before[TRANSITION]) status[TRANSITION] ??= before[TRANSITION];
  } else if (!status[TRANSITION] || status[TRANSITION] === before[TRANSITION]) {
    status[TRANSITION] = toTime(new Date());
  }
}

const RULES = all(
  fields({
    accessModes: all(needed(), accessModes),
    capacity: (value, path) => [
      ...(sizesOf(value).length === 0 ? [required(path)] : []),
      ...(sizesOf(value)
        .map(([name]) => name)
        .join() === 'storage'
        ? []
        : [notSupported(path, value ?? null, ['storage'])]),
      ...sizesOf(value).flatMap(([name, amount]) => amountErrors(amount, `${path}[${name}]`)),
    ],
    persistentVolumeReclaimPolicy: oneOf('Delete', 'Recycle', 'Retain'),
    storageClassName: judged(dnsSubdomainErrors),
    volumeMode: oneOf('Block', 'Filesystem'),
  }),
  oneSource,
);

const sizesOf = (capacity: unknown): [string, string][] => Object.entries((capacity ?? {}) as Record<string, string>);

function amountErrors(amount: string, path: string): FieldError[] {
  if (compareQuantities(amount, '0') > 0) return [];
  const isNegative = milliOf(amount) <= -1000n;
  return [
    ...(isNegative ? [invalid(path, Number(milliOf(amount) / 1000n), 'must be a valid resource quantity')] : []),
    invalid(path, amount, 'must be greater than zero'),
  ];
}

function volumeErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const { hostPath, local, nodeAffinity, persistentVolumeReclaimPolicy } = spec;
  const isRoot = isJsonObject(hostPath) && posix.normalize(String(hostPath['path'])) === '/';
  return [
    ...RULES(spec, 'spec'),
    ...(local && !nodeAffinity ? [required('spec.nodeAffinity', 'Local volume requires node affinity')] : []),
    ...(isRoot && persistentVolumeReclaimPolicy === 'Recycle'
      ? [forbidden('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'")]
      : []),
  ];
}

const PINNED = 'field is immutable, except for updating from beta label to GA';

function changeErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const { nodeAffinity } = spec;
  const isMoved = before['nodeAffinity'] !== undefined && !equalJson(nodeAffinity, before['nodeAffinity']);
  return [
    ...volumeErrors(object),
    ...sourceChangeErrors(spec, before),
    // kube-apiserver leaves out where they are.
    ...immutableFieldErrors(spec, before, ['volumeMode'], ''),
    ...(isMoved ? [invalid('nodeAffinity', nodeAffinity ?? null, PINNED)] : []),
  ];
}
