import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import { keepAllBut } from '../../object/keep-fields.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { replicationControllerColumns } from '../columns/workload-columns.ts';
import { builtin } from './define.ts';
import { setAbsent, specOf, valueAt } from './fields.ts';
import { setPodSpecDefaults } from './pod-spec-defaults.ts';
import { fields, needed, notNegative } from './validation/checks.ts';
import { templateWarnings } from './validation/fractional-bytes.ts';
import { templateSpecErrors } from './validation/pod-spec.ts';
import { lastingPodErrors, SCALE } from './workload.ts';

export const replicationController = builtin({
  group: '',
  version: 'v1',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  categories: ['all'],
  hasStatus: true,
  scale: SCALE,
  selectableFields: ['status.replicas'],
  definition: 'io.k8s.api.core.v1.ReplicationController',
  columns: replicationControllerColumns,
  strategy: {
    countsGenerations: true,
    orphansDependents: true,
    setDefaults,
    prepareCreate: (object) => void (object['status'] = { replicas: 0 }),
    // Of a change kube-apiserver tells what was wrong before.
    warnings: (object, old) => templateWarnings('spec.template')(old ?? object, old && object),
    errors,
    updateErrors: errors,
    updates: { status: { keep: keepAllBut(['status']), errors: statusErrors } },
  },
});

/** It selects its own pods, and has their labels, unless it says otherwise. */
function setDefaults(object: KubeObject): void {
  const spec = specOf(object);
  setAbsent(spec, { replicas: 1 });
  const labels = valueAt(spec, 'template', 'metadata', 'labels');
  if (isJsonObject(labels)) {
    if (isEmpty(spec['selector'])) spec['selector'] = { ...labels };
    if (isEmpty(object.metadata.labels)) object.metadata.labels = { ...labels } as Record<string, string>;
  }
  if (isJsonObject(spec['template'])) setPodSpecDefaults(specOf(spec['template']));
}

const isEmpty = (value: unknown): boolean => Object.keys(value ?? {}).length === 0;

const RULES = fields({ minReadySeconds: notNegative, replicas: needed(notNegative) });

function errors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  return [
    ...RULES(spec, 'spec'),
    ...(isEmpty(spec['selector']) ? [required('spec.selector')] : []),
    ...(isJsonObject(spec['template'])
      ? templateErrors(spec['template'], spec['selector'])
      : [required('spec.template')]),
  ];
}

function templateErrors(template: JsonObject, selector: unknown): FieldError[] {
  const labels = valueAt(template, 'metadata', 'labels');
  const isSelected = Object.entries(selector ?? {}).every(([name, value]) => valueAt(labels, name) === value);
  return [
    ...(isSelected
      ? []
      : [invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]),
    ...templateSpecErrors(specOf(template), 'spec.template.spec'),
    ...lastingPodErrors(specOf(template), 'ReplicationController'),
  ];
}

const COUNTS = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'];
const PARTS = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];

function statusErrors(object: KubeObject): FieldError[] {
  const count = (name: string): number => Number(valueAt(object, 'status', name) ?? 0);
  const tooMany = (name: string, detail: string): FieldError => invalid(`status.${name}`, count(name), detail);
  return [
    ...COUNTS.flatMap((name) => notNegative(count(name), `status.${name}`)),
    ...PARTS.filter((name) => count(name) > count('replicas')).map((name) =>
      tooMany(name, 'cannot be greater than status.replicas'),
    ),
    ...(count('availableReplicas') > count('readyReplicas')
      ? [tooMany('availableReplicas', 'cannot be greater than readyReplicas')]
      : []),
  ];
}
