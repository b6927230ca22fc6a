import type { KubeObject } from '../../object/kube-object.ts';
import { daemonSetColumns } from '../columns/workload-columns.ts';
import { builtin } from './define.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { setTemplateDefaults, workloadErrors, workloadUpdateErrors } from './workload.ts';

export const daemonSet = builtin({
  group: 'apps',
  version: 'v1',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  hasStatus: true,
  definition: 'io.k8s.api.apps.v1.DaemonSet',
  columns: daemonSetColumns,
  strategy: {
    countsGenerations: true,
    setDefaults,
    errors: workloadErrors,
    updateErrors: workloadUpdateErrors,
  },
});

function setDefaults(object: KubeObject): void {
  const spec = specOf(object);
  setAbsent(spec, { revisionHistoryLimit: 10 });
  const strategy = objectAt(spec, 'updateStrategy');
  setAbsent(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] === 'RollingUpdate') {
    setAbsent(objectAt(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 });
  }
  setTemplateDefaults(object);
}
