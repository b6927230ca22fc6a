import { posix } from 'node:path';
import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid, notSupported, required } from '../../../errors/index.ts';
import type { KubeObject } from '../../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../../object/kube-object.ts';
import { dnsSubdomainErrors } from '../../../validation/names.ts';
import { specOf } from '../fields.ts';
import { compareQuantities, milliOf } from '../quantity.ts';
import { accessModes } from './access-modes.ts';
import type { Check } from './checks.ts';
import { all, fields, judged, needed, oneOf } from './checks.ts';
import { immutableFieldErrors } from './immutable.ts';
import { oneSource, sourceChangeErrors } from './persistent-volume-source.ts';

function amountErrors(amount: string, path: string): FieldError[] {
  if (compareQuantities(amount, '0') > 0) return [];
  const isNegative = milliOf(amount) <= -1000n;
  return [
    ...(isNegative ? [invalid(path, Number(milliOf(amount) / 1000n), 'must be a valid resource quantity')] : []),
    invalid(path, amount, 'must be greater than zero'),
  ];
}

const capacity: Check = (value, path) => {
  const sizes = Object.entries((value ?? {}) as Record<string, string>).sort();
  const isStorage = sizes.length === 1 && sizes[0]?.[0] === 'storage';
  const shown = value === undefined ? null : Object.fromEntries(sizes);
  return [
    ...(sizes.length === 0 ? [required(path)] : []),
    ...(isStorage ? [] : [notSupported(path, shown, ['storage'])]),
    ...sizes.flatMap(([name, amount]) => amountErrors(amount, `${path}[${name}]`)),
  ];
};

const RULES = all(
  fields({
    accessModes: all(needed(), accessModes),
    capacity,
    persistentVolumeReclaimPolicy: oneOf('Delete', 'Recycle', 'Retain'),
    storageClassName: judged(dnsSubdomainErrors),
    volumeMode: oneOf('Block', 'Filesystem'),
  }),
  oneSource,
);

/** What is wrong with a volume (core/v1, ValidatePersistentVolume). */
export function volumeErrors(object: KubeObject): FieldError[] {
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

/** What of it may not change besides (core/v1, ValidatePersistentVolumeUpdate). */
export function volumeChangeErrors(object: KubeObject, old: KubeObject): FieldError[] {
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

/** Places that no longer work, since when, as they are told of. */
const OUTLIVED: Readonly<Record<string, string>> = {
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};

const RECYCLED =
  'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';

/** What a client is told that uses what is going away (api/persistentvolume, GetWarningsForPersistentVolume). */
export function volumeWarnings(object: KubeObject): string[] {
  const spec = specOf(object);
  const found = Object.entries(OUTLIVED).filter(([name]) => spec[name] !== undefined);
  return [
    ...(spec['persistentVolumeReclaimPolicy'] === 'Recycle' ? [RECYCLED] : []),
    ...found.map(([name, text]) => `spec.${name === 'storageos' ? 'storageOS' : name}: ${text}`),
  ];
}
