import type { FieldError } from '../../errors/index.ts';
import { required } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { cronJobColumns } from '../columns/batch-columns.ts';
import { builtin } from './define.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { setPodSpecDefaults } from './pod-spec-defaults.ts';
import { podSpecErrors } from './pod-validation.ts';
import { endingPodErrors } from './job.ts';
import type { SpecRules } from './spec-rules.ts';
import { specRuleErrors } from './spec-rules.ts';

export const cronJob = builtin({
  group: 'batch',
  version: 'v1',
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  categories: ['all'],
  hasStatus: true,
  definition: 'io.k8s.api.batch.v1.CronJob',
  columns: cronJobColumns,
  strategy: { countsGenerations: true, setDefaults, errors, updateErrors: errors },
});

const DEFAULTS = { concurrencyPolicy: 'Allow', failedJobsHistoryLimit: 1, successfulJobsHistoryLimit: 3 };

function setDefaults(object: KubeObject): void {
  setAbsent(specOf(object), { ...DEFAULTS, suspend: false });
  setPodSpecDefaults(templateSpec(object));
}

const templateSpec = (object: KubeObject): Record<string, unknown> =>
  specOf(objectAt(specOf(objectAt(specOf(object), 'jobTemplate')), 'template'));

const RULES: SpecRules = {
  notNegative: ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'],
  oneOf: { concurrencyPolicy: ['Allow', 'Forbid', 'Replace'] },
};

function errors(object: KubeObject): FieldError[] {
  const schedule = specOf(object)['schedule'] ? [] : [required('spec.schedule')];
  const path = 'spec.jobTemplate.spec.template.spec';
  return [
    ...schedule,
    ...specRuleErrors(specOf(object), RULES),
    ...podSpecErrors(templateSpec(object), path),
    ...endingPodErrors(templateSpec(object), path),
  ];
}
