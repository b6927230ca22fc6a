import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { deploymentColumns } from '../columns/workload-columns.ts';
import { builtin } from './define.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { SCALE, setTemplateDefaults, workloadErrors, workloadUpdateErrors } from './workload.ts';

export const deployment = builtin({
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  hasStatus: true,
  scale: SCALE,
  definition: 'io.k8s.api.apps.v1.Deployment',
  columns: deploymentColumns,
  strategy: {
    countsGenerations: true,
    setDefaults,
    errors: workloadErrors,
    updateErrors: workloadUpdateErrors,
  },
});

function setDefaults(object: KubeObject): void {
  const spec = specOf(object);
  setAbsent(spec, { progressDeadlineSeconds: 600, replicas: 1, revisionHistoryLimit: 10 });
  setStrategyDefaults(objectAt(spec, 'strategy'));
  setTemplateDefaults(object);
}

function setStrategyDefaults(strategy: JsonObject): void {
  setAbsent(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] !== 'RollingUpdate') return;
  setAbsent(objectAt(strategy, 'rollingUpdate'), { maxSurge: '25%', maxUnavailable: '25%' });
}
