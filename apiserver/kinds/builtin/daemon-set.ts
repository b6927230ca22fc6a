import type { JsonObject } from '../../object/kube-object.ts';
import { daemonSetColumns } from '../columns/workload-columns.ts';
import { objectAt, setAbsent } from './fields.ts';
import { notNegative } from './validation/checks.ts';
import { daemonSetStrategy } from './validation/rollout.ts';
import { workload } from './workload.ts';

export const daemonSet = workload({
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  definition: 'io.k8s.api.apps.v1.DaemonSet',
  columns: daemonSetColumns,
  setDefaults,
  rules: { minReadySeconds: notNegative, revisionHistoryLimit: notNegative, updateStrategy: daemonSetStrategy },
  needsSelector: false,
});

function setDefaults(spec: JsonObject): void {
  setAbsent(spec, { revisionHistoryLimit: 10 });
  const strategy = objectAt(spec, 'updateStrategy');
  setAbsent(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] !== 'RollingUpdate') return;
  setAbsent(objectAt(strategy, 'rollingUpdate'), { maxUnavailable: 1, maxSurge: 0 });
}
