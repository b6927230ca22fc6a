import type { FieldError } from '../../../errors/index.ts';
import { forbidden, required } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../../object/kube-object.ts';
import type { Check } from './checks.ts';
import { fields, needed } from './checks.ts';
import { driverName } from './driver-name.ts';
import { hostPath, localPath, nfs } from './volume.ts';

const UNCHECKED: Check = () => [];

/** Where a volume may be, in the order in which they are looked at. */
const SOURCES: Readonly<Record<string, Check>> = {
  hostPath,
  gcePersistentDisk: UNCHECKED,
  awsElasticBlockStore: UNCHECKED,
  glusterfs: UNCHECKED,
  flocker: UNCHECKED,
  nfs,
  rbd: UNCHECKED,
  quobyte: UNCHECKED,
  cephfs: UNCHECKED,
  iscsi: UNCHECKED,
  cinder: UNCHECKED,
  fc: UNCHECKED,
  flexVolume: UNCHECKED,
  azureFile: UNCHECKED,
  vsphereVolume: UNCHECKED,
  photonPersistentDisk: UNCHECKED,
  portworxVolume: UNCHECKED,
  azureDisk: UNCHECKED,
  scaleIO: UNCHECKED,
  local: localPath,
  storageos: UNCHECKED,
  csi: fields({ driver: driverName, volumeHandle: needed() }),
};

/** A volume is in one place; what is said of it is judged for the kinds in use. */
export const oneSource: Check = (value, path) => {
  const spec = value as JsonObject;
  const found = Object.entries(SOURCES).filter(([name]) => isJsonObject(spec[name]));
  if (found.length === 0) return [required(path, 'must specify a volume type')];
  return found.flatMap(([name, check], index) =>
    index === 0
      ? check(spec[name], `${path}.${name}`)
      : [forbidden(`${path}.${name}`, 'may not specify more than 1 volume type')],
  );
};

/** It stays there (core/v1, ValidatePersistentVolumeUpdate). */
export function sourceChangeErrors(spec: JsonObject, before: JsonObject): FieldError[] {
  const isSame = Object.keys(SOURCES).every((name) => equalJson(comparable(spec, before, name), before[name]));
  const detail = 'spec.persistentvolumesource is immutable after creation';
  return isSame ? [] : [forbidden('spec.persistentvolumesource', detail)];
}

/** The secret for its growth may be named later. */
function comparable(spec: JsonObject, before: JsonObject, name: string): unknown {
  const [now, old] = [spec[name], before[name]];
  const isNew = name === 'csi' && isJsonObject(now) && isJsonObject(old) && !old['controllerExpandSecretRef'];
  if (!isNew) return now;
  const rest = { ...now };
  delete rest['controllerExpandSecretRef'];
  return rest;
}
