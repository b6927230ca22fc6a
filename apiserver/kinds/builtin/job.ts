import type { FieldError } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { jobColumns } from '../columns/batch-columns.ts';
import { builtin } from './define.ts';
import { objectAt, setAbsent, specOf } from './fields.ts';
import { podSpecErrors } from './pod-validation.ts';
import { immutableFieldErrors, setTemplateDefaults } from './workload.ts';

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
    setDefaults: (object) => {
      setJobSpecDefaults(specOf(object));
      setTemplateDefaults(object);
    },
    prepareCreate: generateSelector,
    errors: jobErrors,
    updateErrors: (object, old) => [
      ...immutableFieldErrors(specOf(object), specOf(old), ['selector', 'completionMode']),
      ...jobErrors(object),
    ],
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
}

function jobErrors(object: KubeObject): FieldError[] {
  return podSpecErrors(specOf(objectAt(specOf(object), 'template')), 'spec.template.spec');
}
