import type { FieldError } from '../../errors/index.ts';
import { required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { jobColumns } from '../columns/batch-columns.ts';
import { builtin } from './define.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { fields, notNegative, oneOf } from './validation/checks.ts';
import { templateWarnings } from './validation/fractional-bytes.ts';
import { jobChangeErrors } from './validation/job-change.ts';
import { templateSpecErrors } from './validation/pod-spec.ts';
import { setTemplateDefaults } from './workload.ts';

export const job = builtin({
  group: 'batch',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  categories: ['all'],
  hasStatus: true,
  selectableFields: ['status.successful'],
  definition: 'io.k8s.api.batch.v1.Job',
  columns: jobColumns,
  strategy: {
    countsGenerations: true,
    orphansDependents: true,
    orphaningWarning:
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
    setDefaults: (object) => {
      setJobSpecDefaults(specOf(object));
      setAbsent(specOf(object), { manualSelector: false });
      setTemplateDefaults(object);
    },
    prepareCreate: generateSelector,
    warnings: templateWarnings('spec.template'),
    errors: jobErrors,
    updateErrors: (object, old) => [...jobChangeErrors(object, old), ...jobErrors(object)],
  },
});

/** Sets what a job's spec leaves out, but for its template. */
export function setJobSpecDefaults(spec: JsonObject): void {
  const isSingle = spec['completions'] === undefined && spec['parallelism'] === undefined;
  setAbsent(spec, { parallelism: 1, ...(isSingle && { completions: 1 }) });
  setAbsent(spec, {
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    podReplacementPolicy: spec['podFailurePolicy'] ? 'Failed' : 'TerminatingOrFailed',
    suspend: false,
  });
}

/** A job selects the pods it makes by its own uid. */
function generateSelector(object: KubeObject): void {
  const spec = specOf(object);
  if (spec['manualSelector'] === true) return;
  const { uid = '', name = '' } = object.metadata;
  const labels = objectAt(objectAt(objectAt(spec, 'template'), 'metadata'), 'labels');
  Object.assign(labels, {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  });
  objectAt(objectAt(spec, 'selector'), 'matchLabels')['batch.kubernetes.io/controller-uid'] = uid;
  // A job without labels gets its pods'.
  object.metadata.labels ??= { ...(labels as Record<string, string>) };
}

/** Of a job's spec, but for its template. */
export const JOB_RULES = fields({
  parallelism: notNegative,
  completions: notNegative,
  backoffLimit: notNegative,
  activeDeadlineSeconds: notNegative,
  ttlSecondsAfterFinished: notNegative,
  completionMode: oneOf('NonIndexed', 'Indexed'),
});

function jobErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const template = specOf(objectAt(spec, 'template'));
  return [
    ...JOB_RULES(spec, 'spec'),
    ...templateSpecErrors(template, 'spec.template.spec'),
    ...endingPodErrors(template, 'spec.template.spec'),
  ];
}

/** A job's pods must be able to end. */
export function endingPodErrors({ restartPolicy }: JsonObject, path: string): FieldError[] {
  const detail = 'valid values: "OnFailure", "Never"';
  return restartPolicy === 'Always' ? [required(`${path}.restartPolicy`, detail)] : [];
}
