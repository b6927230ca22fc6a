import type { FieldError } from '../../errors/index.ts';
import { invalid } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { cronJobColumns } from '../columns/batch-columns.ts';
import { builtin } from './define.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { setPodSpecDefaults } from './pod-spec-defaults.ts';
import { endingPodErrors, JOB_RULES } from './job.ts';
import { fields, judged, needed, notNegative, oneOf } from './validation/checks.ts';
import { scheduleErrors } from './validation/cron-schedule.ts';
import { templateWarnings } from './validation/fractional-bytes.ts';
import { templateSpecErrors } from './validation/pod-spec.ts';
import { timeZoneErrors } from './validation/time-zone.ts';

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
  strategy: {
    countsGenerations: true,
    setDefaults,
    warnings: templateWarnings('spec.jobTemplate.spec.template'),
    errors: (object) => [...errors(object), ...nameErrors(object)],
    updateErrors: errors,
  },
});

const DEFAULTS = { concurrencyPolicy: 'Allow', failedJobsHistoryLimit: 1, successfulJobsHistoryLimit: 3 };

function setDefaults(object: KubeObject): void {
  setAbsent(specOf(object), { ...DEFAULTS, suspend: false });
  setPodSpecDefaults(templateSpec(object));
}

const templateSpec = (object: KubeObject): Record<string, unknown> =>
  specOf(objectAt(specOf(objectAt(specOf(object), 'jobTemplate')), 'template'));

const NAME_LENGTH = 52;

const RULES = fields({
  schedule: needed(judged(scheduleErrors)),
  timeZone: judged(timeZoneErrors),
  concurrencyPolicy: oneOf('Allow', 'Forbid', 'Replace'),
  startingDeadlineSeconds: notNegative,
  successfulJobsHistoryLimit: notNegative,
  failedJobsHistoryLimit: notNegative,
});

function errors(object: KubeObject): FieldError[] {
  const path = 'spec.jobTemplate.spec';
  return [
    ...RULES(specOf(object), 'spec'),
    ...zoneErrors(specOf(object)),
    ...JOB_RULES(specOf(objectAt(specOf(object), 'jobTemplate')), path),
    ...templateSpecErrors(templateSpec(object), `${path}.template.spec`),
    ...endingPodErrors(templateSpec(object), `${path}.template.spec`),
  ];
}

function zoneErrors({ schedule, timeZone }: JsonObject): FieldError[] {
  const isInSchedule = typeof schedule === 'string' && schedule.includes('TZ');
  return [
    ...(isInSchedule ? [invalid('spec.schedule', schedule, ZONE_IN_SCHEDULE)] : []),
    ...(timeZone === '' ? [invalid('spec.timeZone', '', 'timeZone must be nil or non-empty string')] : []),
  ];
}

const ZONE_IN_SCHEDULE = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';

/** A job's name is its own with the minute behind it. */
function nameErrors({ metadata: { name = '' } }: KubeObject): FieldError[] {
  const detail = `must be no more than ${NAME_LENGTH} characters`;
  return name.length > NAME_LENGTH ? [invalid('metadata.name', name, detail)] : [];
}
