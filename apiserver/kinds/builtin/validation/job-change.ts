import type { FieldError } from '../../../errors/index.ts';
import { invalid } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { cloneJson, equalJson, isJsonObject } from '../../../object/kube-object.ts';
import { objectAt, specOf, valueAt } from '../fields.ts';
import { immutableFieldErrors } from './immutable.ts';

const IMMUTABLE = [
  'selector',
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'managedBy',
  'successPolicy',
];

/** What of a job's spec may not change (batch/v1, ValidateJobSpecUpdate). */
export function jobChangeErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const isIndexed = spec['completionMode'] === 'Indexed';
  return [
    ...immutableFieldErrors(spec, before, isIndexed ? IMMUTABLE : [...IMMUTABLE, 'completions']),
    ...(isIndexed ? sizeErrors(spec, before) : []),
    ...templateErrors(spec, before, isWaiting(old)),
  ];
}

/** An indexed job may grow and shrink, whole. */
function sizeErrors({ completions, parallelism }: JsonObject, before: JsonObject): FieldError[] {
  if (completions === undefined || [before['completions'], parallelism].includes(completions)) return [];
  return [invalid('spec.completions', completions, 'can only be modified in tandem with spec.parallelism')];
}

/** Whether it is suspended, and never ran. */
const isWaiting = (job: KubeObject): boolean =>
  specOf(job)['suspend'] === true && valueAt(job, 'status', 'startTime') === undefined;

function templateErrors({ template }: JsonObject, before: JsonObject, isMovable: boolean): FieldError[] {
  const same = isMovable
    ? equalJson(unmovable(template), unmovable(before['template']))
    : equalJson(template, before['template']);
  return same ? [] : [invalid('spec.template', template, 'field is immutable')];
}

/** A template without what says where its pods go, which a job that waits may still change. */
function unmovable(of: unknown): JsonObject {
  const template = cloneJson(of as JsonObject);
  for (const field of ['labels', 'annotations']) delete objectAt(template, 'metadata')[field];
  const podSpec = specOf(template);
  for (const field of ['nodeSelector', 'tolerations', 'schedulingGates']) delete podSpec[field];
  const { affinity } = podSpec;
  if (isJsonObject(affinity)) delete affinity['nodeAffinity'];
  if (isJsonObject(affinity) && Object.keys(affinity).length === 0) delete podSpec['affinity'];
  return template;
}
