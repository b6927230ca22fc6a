import type { FieldError } from '../../errors/index.ts';
import { forbidden } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson } from '../../object/kube-object.ts';
import { statefulSetColumns } from '../columns/workload-columns.ts';
import { objectAt, objectsIn, setAbsent, specOf } from './fields.ts';
import { setClaimDefaults } from './persistent-volume-claim.ts';
import { judged, notNegative, oneOf } from './validation/checks.ts';
import { claimWarnings, templateWarnings } from './validation/fractional-bytes.ts';
import { statefulSetStrategy } from './validation/rollout.ts';
import { SCALE, workload } from './workload.ts';

export const statefulSet = workload({
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  scale: SCALE,
  definition: 'io.k8s.api.apps.v1.StatefulSet',
  columns: statefulSetColumns,
  setDefaults,
  rules: {
    replicas: notNegative,
    minReadySeconds: notNegative,
    'ordinals.start': notNegative,
    podManagementPolicy: judged((value) =>
      value === 'OrderedReady' || value === 'Parallel' ? [] : ["must be 'OrderedReady' or 'Parallel'"],
    ),
    updateStrategy: statefulSetStrategy,
    'persistentVolumeClaimRetentionPolicy.whenDeleted': oneOf('Retain', 'Delete'),
    'persistentVolumeClaimRetentionPolicy.whenScaled': oneOf('Retain', 'Delete'),
  },
  changeErrors,
  warnings,
  prepareCreate: (object) => void (object['status'] = { replicas: 0, availableReplicas: 0 }),
});

const MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

function changeErrors(spec: JsonObject, old: JsonObject): FieldError[] {
  const names = new Set([...Object.keys(spec), ...Object.keys(old)]);
  const isChanged = [...names].some((name) => !MUTABLE.includes(name) && !equalJson(spec[name], old[name]));
  const list = MUTABLE.map((name) => `'${name}'`);
  const detail = `updates to statefulset spec for fields other than ${list.slice(0, -1).join(', ')} and ${list.at(-1)} are forbidden`;
  return isChanged ? [forbidden('spec', detail)] : [];
}

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

const ENDLESS =
  'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';

function warnings(object: KubeObject, old?: KubeObject): string[] {
  const { revisionHistoryLimit, volumeClaimTemplates } = specOf(object);
  const claims = objectsIn(volumeClaimTemplates).flatMap(({ spec }, index) =>
    // As kube-apiserver calls the place.
    claimWarnings(spec, `spec.volumeClaimTemplates[${index}]${old ? '.Spec' : ''}`),
  );
  const isEndless = Number(revisionHistoryLimit) < 0;
  return [...templateWarnings('spec.template')(object, old), ...claims, ...(isEndless ? [ENDLESS] : [])];
}
