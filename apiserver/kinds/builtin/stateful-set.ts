import type { JsonObject } from '../../object/kube-object.ts';
import { statefulSetColumns } from '../columns/workload-columns.ts';
import { objectAt, objectsIn, setAbsent } from './fields.ts';
import { setClaimDefaults } from './persistent-volume-claim.ts';
import { SCALE, workload } from './workload.ts';

export const statefulSet = workload({
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  scale: SCALE,
  definition: 'io.k8s.api.apps.v1.StatefulSet',
  columns: statefulSetColumns,
  setDefaults,
  rules: { notNegative: ['updateStrategy.rollingUpdate.partition'] },
  mutable: [
    'replicas',
    'ordinals',
    'template',
    'updateStrategy',
    'revisionHistoryLimit',
    'persistentVolumeClaimRetentionPolicy',
    'minReadySeconds',
  ],
  prepareCreate: (object) => void (object['status'] = { replicas: 0, availableReplicas: 0 }),
});

const RETAIN = { whenDeleted: 'Retain', whenScaled: 'Retain' };

function setDefaults(spec: JsonObject): void {
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
}
