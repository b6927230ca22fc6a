import type { KubeObject } from '../../object/kube-object.ts';
import { objectsIn, textAt, valueAt } from '../builtin/fields.ts';
import type { Column } from '../resource.ts';
import { AGE, column, joined, NONE, wideColumn } from './column.ts';

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function modesText(modes: unknown): string {
  const given: unknown[] = Array.isArray(modes) ? modes : [];
  return Object.entries(MODES)
    .flatMap(([name, short]) => (given.includes(name) ? [short] : []))
    .join(',');
}

const STORAGE_CLASS = column('StorageClass', 'spec.storageClassName');
const unsetText = '<unset>';
const ATTRIBUTES = (path: string): Column =>
  column('VolumeAttributesClass', (object) => textAt(object, ...path.split('.')) || unsetText);
const VOLUME_MODE = wideColumn('VolumeMode', (object) => textAt(object, 'spec', 'volumeMode') || unsetText);

const isBound = (object: KubeObject): boolean => textAt(object, 'spec', 'volumeName') !== '';

export const persistentVolumeClaimColumns: readonly Column[] = [
  column('Status', (object) => (object.metadata.deletionTimestamp ? 'Terminating' : textAt(object, 'status', 'phase'))),
  column('Volume', (object) => textAt(object, 'spec', 'volumeName')),
  column('Capacity', (object) => (isBound(object) ? textAt(object, 'status', 'capacity', 'storage') : '')),
  column('Access Modes', (object) => (isBound(object) ? modesText(valueAt(object, 'status', 'accessModes')) : '')),
  { ...STORAGE_CLASS, cell: (object) => textAt(object, 'spec', 'storageClassName') },
  ATTRIBUTES('spec.volumeAttributesClassName'),
  AGE,
  VOLUME_MODE,
];

function claimText(object: KubeObject): string {
  const claim = valueAt(object, 'spec', 'claimRef');
  return claim ? `${String(valueAt(claim, 'namespace'))}/${String(valueAt(claim, 'name'))}` : '';
}

export const persistentVolumeColumns: readonly Column[] = [
  column('Capacity', (object) => textAt(object, 'spec', 'capacity', 'storage')),
  column('Access Modes', (object) => modesText(valueAt(object, 'spec', 'accessModes'))),
  column('Reclaim Policy', 'spec.persistentVolumeReclaimPolicy'),
  column('Status', (object) => (object.metadata.deletionTimestamp ? 'Terminating' : textAt(object, 'status', 'phase'))),
  column('Claim', claimText),
  { ...STORAGE_CLASS, cell: (object) => textAt(object, 'spec', 'storageClassName') },
  ATTRIBUTES('spec.volumeAttributesClassName'),
  column('Reason', (object) => textAt(object, 'status', 'reason')),
  AGE,
  VOLUME_MODE,
];

export const csiNodeColumns: readonly Column[] = [
  column('Drivers', (object) => objectsIn(valueAt(object, 'spec', 'drivers')).length, 'integer'),
  AGE,
];

/** A flag in a spec, which has a default. */
const flag = (name: string, path: string): Column =>
  column(name, (object) => valueAt(object, 'spec', path) === true, 'boolean');

export const csiDriverColumns: readonly Column[] = [
  flag('AttachRequired', 'attachRequired'),
  flag('PodInfoOnMount', 'podInfoOnMount'),
  flag('StorageCapacity', 'storageCapacity'),
  column('TokenRequests', (object) => {
    const requests = valueAt(object, 'spec', 'tokenRequests');
    return requests === undefined ? unsetText : joined(objectsIn(requests).map(({ audience }) => audience));
  }),
  flag('RequiresRepublish', 'requiresRepublish'),
  column('Modes', (object) => joined((valueAt(object, 'spec', 'volumeLifecycleModes') ?? []) as string[]) || NONE),
  AGE,
];

export const volumeAttachmentColumns: readonly Column[] = [
  column('Attacher', 'spec.attacher'),
  column('PV', (object) => textAt(object, 'spec', 'source', 'persistentVolumeName')),
  column('Node', 'spec.nodeName'),
  column('Attached', (object) => valueAt(object, 'status', 'attached') === true, 'boolean'),
  AGE,
];

export const volumeAttributesClassColumns: readonly Column[] = [column('DriverName', 'driverName'), AGE];
