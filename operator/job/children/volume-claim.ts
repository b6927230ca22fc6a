import { core } from '../../../kubernetes/core-resources.ts';
import type { Job } from '../../../resources/job/job.ts';
import { child, type Child } from './child.ts';

/** The fields of core/v1 PersistentVolumeClaim in use here. */
export interface VolumeClaimBody {
  spec: {
    accessModes: string[];
    storageClassName?: string;
    resources: { requests: { storage: string } };
  };
}

/** The claim that holds the Job's data. */
export function volumeClaim(job: Job): Child<VolumeClaimBody> {
  const { size, storageClass, accessMode } = job.spec.volume;
  return child(job, core.persistentVolumeClaims, {
    spec: {
      accessModes: [accessMode],
      ...(storageClass !== undefined && { storageClassName: storageClass }),
      resources: { requests: { storage: size } },
    },
  });
}
