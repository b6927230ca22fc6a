import { persistentVolumeClaim } from '../kinds/builtin/persistent-volume-claim.ts';
import { persistentVolume } from '../kinds/builtin/persistent-volume.ts';
import type { Admission } from '../rest/dependencies.ts';

const FINALIZERS = new Map([
  [persistentVolumeClaim, 'kubernetes.io/pvc-protection'],
  [persistentVolume, 'kubernetes.io/pv-protection'],
]);

/** Claims and volumes in use do not go before their users: a controller releases them (admission plugin StorageObjectInUseProtection). */
export function storageProtection(): Admission {
  return {
    mutate: async ({ resource, operation, subresource, object }) => {
      const finalizer = FINALIZERS.get(resource);
      if (!finalizer || operation !== 'CREATE' || subresource !== '' || !object) return;
      const { metadata } = object;
      if (!metadata.finalizers?.includes(finalizer)) metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
    },
  };
}
