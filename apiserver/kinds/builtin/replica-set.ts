import { replicaSetColumns } from '../columns/workload-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf } from './fields.ts';
import { SCALE, setTemplateDefaults, workloadErrors, workloadUpdateErrors } from './workload.ts';

export const replicaSet = builtin({
  group: 'apps',
  version: 'v1',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  categories: ['all'],
  hasStatus: true,
  scale: SCALE,
  selectableFields: ['status.replicas'],
  definition: 'io.k8s.api.apps.v1.ReplicaSet',
  columns: replicaSetColumns,
  strategy: {
    countsGenerations: true,
    setDefaults: (object) => {
      setAbsent(specOf(object), { replicas: 1 });
      setTemplateDefaults(object);
    },
    prepareCreate: (object) => void (object['status'] = { replicas: 0 }),
    errors: workloadErrors,
    updateErrors: workloadUpdateErrors,
  },
});
