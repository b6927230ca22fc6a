import type { KubernetesObject } from '../../../../resources/kind.ts';

/** core/v1 PersistentVolumeClaim, the fields in use here. */
export interface PersistentVolumeClaim extends KubernetesObject {
  spec: {
    accessModes?: string[];
    resources?: { requests?: { storage?: string } };
    storageClassName?: string;
    volumeName?: string;
    volumeMode?: string;
  };
  status?: { phase?: string; accessModes?: string[]; capacity?: { storage?: string } };
}

/** core/v1 PersistentVolume, the fields in use here. */
export interface PersistentVolume extends KubernetesObject {
  spec: {
    capacity?: { storage?: string };
    accessModes?: string[];
    storageClassName?: string;
    persistentVolumeReclaimPolicy?: 'Delete' | 'Retain' | 'Recycle';
    volumeMode?: string;
    hostPath?: { path: string; type?: string };
    claimRef?: { apiVersion?: string; kind?: string; namespace?: string; name?: string; uid?: string };
    nodeAffinity?: unknown;
  };
  status?: { phase?: string; message?: string };
}

/** storage.k8s.io/v1 StorageClass. */
export interface StorageClass extends KubernetesObject {
  provisioner: string;
  reclaimPolicy?: 'Delete' | 'Retain';
  volumeBindingMode?: string;
  allowVolumeExpansion?: boolean;
}
