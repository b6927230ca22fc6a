import type { KubeObject } from '../../object/kube-object.ts';
import { statefulSetColumns } from '../columns/workload-columns.ts';
import { builtin } from './define.ts';
import { objectAt, objectsIn, setAbsent, specOf } from './fields.ts';
import { setClaimDefaults } from './persistent-volume-claim.ts';
import { SCALE, setTemplateDefaults, workloadErrors, workloadUpdateErrors } from './workload.ts';

export const statefulSet = builtin({
  group: 'apps',
  version: 'v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  categories: ['all'],
  hasStatus: true,
  scale: SCALE,
  definition: 'io.k8s.api.apps.v1.StatefulSet',
  columns: statefulSetColumns,
  strategy: {
    countsGenerations: true,
    setDefaults,
    prepareCreate: (object) => void (object['status'] = { replicas: 0, availableReplicas: 0 }),
    errors: workloadErrors,
    updateErrors: workloadUpdateErrors,
  },
});

const RETAIN = { whenDeleted: 'Retain', whenScaled: 'Retain' };

function setDefaults(object: KubeObject): void {
  const spec = specOf(object);
  setAbsent(spec, { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 });
  setAbsent(objectAt(spec, 'persistentVolumeClaimRetentionPolicy'), RETAIN);
  const strategy = objectAt(spec, 'updateStrategy');
  setAbsent(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] === 'RollingUpdate') setAbsent(objectAt(strategy, 'rollingUpdate'), { partition: 0 });
  for (const claim of objectsIn(spec['volumeClaimTemplates'])) {
    setAbsent(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
    setClaimDefaults(claim);
    claim['status'] = { phase: 'Pending' };
  }
  setTemplateDefaults(object);
}
