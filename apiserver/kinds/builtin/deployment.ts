import type { JsonObject } from '../../object/kube-object.ts';
import { deploymentColumns } from '../columns/workload-columns.ts';
import { objectAt, setAbsent } from './fields.ts';
import { SCALE, workload } from './workload.ts';

export const deployment = workload({
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  scale: SCALE,
  definition: 'io.k8s.api.apps.v1.Deployment',
  columns: deploymentColumns,
  setDefaults,
  rules: { notNegative: ['progressDeadlineSeconds'] },
});

function setDefaults(spec: JsonObject): void {
  setAbsent(spec, { progressDeadlineSeconds: 600, replicas: 1, revisionHistoryLimit: 10 });
  const strategy = objectAt(spec, 'strategy');
  setAbsent(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] !== 'RollingUpdate') return;
  setAbsent(objectAt(strategy, 'rollingUpdate'), { maxSurge: '25%', maxUnavailable: '25%' });
}
