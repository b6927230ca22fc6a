import { replicaSetColumns } from '../columns/workload-columns.ts';
import { setAbsent } from './fields.ts';
import { notNegative } from './validation/checks.ts';
import { SCALE, workload } from './workload.ts';

export const replicaSet = workload({
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  scale: SCALE,
  definition: 'io.k8s.api.apps.v1.ReplicaSet',
  columns: replicaSetColumns,
  setDefaults: (spec) => setAbsent(spec, { replicas: 1 }),
  rules: { replicas: notNegative, minReadySeconds: notNegative },
  prepareCreate: (object) => void (object['status'] = { replicas: 0 }),
});
