import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import { deploymentColumns } from '../columns/workload-columns.ts';
import { objectAt, setAbsent } from './fields.ts';
import { notNegative } from './validation/checks.ts';
import { deploymentStrategy } from './validation/rollout.ts';
import { SCALE, workload } from './workload.ts';

export const deployment = workload({
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  scale: SCALE,
  definition: 'io.k8s.api.apps.v1.Deployment',
  columns: deploymentColumns,
  setDefaults,
  moreErrors: deadlineErrors,
  rules: {
    replicas: notNegative,
    minReadySeconds: notNegative,
    revisionHistoryLimit: notNegative,
    progressDeadlineSeconds: notNegative,
    strategy: deploymentStrategy,
  },
});

function setDefaults(spec: JsonObject): void {
  setAbsent(spec, { progressDeadlineSeconds: 600, replicas: 1, revisionHistoryLimit: 10 });
  const strategy = objectAt(spec, 'strategy');
  setAbsent(strategy, { type: 'RollingUpdate' });
  if (strategy['type'] !== 'RollingUpdate') return;
  setAbsent(objectAt(strategy, 'rollingUpdate'), { maxSurge: '25%', maxUnavailable: '25%' });
}

/** Pods must have a chance to be ready in time. */
function deadlineErrors({ progressDeadlineSeconds: deadline, minReadySeconds = 0 }: JsonObject): FieldError[] {
  if (typeof deadline !== 'number' || deadline > (minReadySeconds as number)) return [];
  return [invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')];
}
