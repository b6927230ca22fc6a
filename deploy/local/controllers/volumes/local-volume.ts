import path from 'node:path';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../objects/storage.ts';

export const PROVISIONER = 'durasync.dev/local-path';
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';

/** The default StorageClass: folders of this host. Sizes are recorded but not enforced. */
export const LOCAL_CLASS: StorageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'local', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: PROVISIONER,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
  allowVolumeExpansion: true,
};

/** Name of the volume made for a claim; the uid makes it unique for all time. */
export const volumeName = (claim: PersistentVolumeClaim): string => `pvc-${claim.metadata.uid ?? ''}`;

/**
 * The volume made for a claim: `<root>/<namespace>/<claim>`, a name that people find again. When another volume still
 * holds that folder (its claim was deleted, its data kept), the claim's uid is added, so that data is never shared unasked.
 */
export function localVolume(
  claim: PersistentVolumeClaim,
  others: readonly PersistentVolume[],
  root: string,
  policy: 'Delete' | 'Retain',
): PersistentVolume {
  const { name, namespace = 'default', uid = '' } = claim.metadata;
  const plain = path.join(root, namespace, name);
  const taken = others.some(
    (other) => other.spec.hostPath?.path === plain && other.metadata.name !== volumeName(claim),
  );
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: volumeName(claim), annotations: { [PROVISIONED_BY]: PROVISIONER } },
    spec: {
      capacity: { storage: claim.spec.resources?.requests?.storage ?? '1Gi' },
      accessModes: claim.spec.accessModes ?? ['ReadWriteOnce'],
      storageClassName: LOCAL_CLASS.metadata.name,
      persistentVolumeReclaimPolicy: policy,
      volumeMode: 'Filesystem',
      hostPath: { path: taken ? `${plain}-${uid.slice(0, 8)}` : plain, type: 'DirectoryOrCreate' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
    },
  };
}

/** Whether a volume was made here, and not by hand. */
export const isMadeHere = ({ metadata }: PersistentVolume): boolean =>
  metadata.annotations?.[PROVISIONED_BY] === PROVISIONER;

/** Whether a volume was made here and its folder lies inside `root`: only such a folder may ever be deleted. */
export function isOwnFolder(volume: PersistentVolume, root: string): boolean {
  const folder = volume.spec.hostPath?.path;
  if (folder === undefined || !isMadeHere(volume)) return false;
  const relative = path.relative(root, folder);
  return path.isAbsolute(folder) && relative.split(path.sep).length === 2 && !relative.startsWith('..');
}
