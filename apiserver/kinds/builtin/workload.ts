import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../object/kube-object.ts';
import type { Resource } from '../resource.ts';
import type { Definition } from './define.ts';
import { builtin } from './define.ts';
import { objectAt, specOf, valueAt } from './fields.ts';
import { setPodSpecDefaults } from './pod-spec-defaults.ts';
import { podSpecErrors } from './pod-validation.ts';

type Workload = Omit<Definition, 'group' | 'version' | 'categories' | 'hasStatus' | 'strategy'> & {
  /** Before those of its template. */
  readonly setDefaults: (spec: JsonObject) => void;
  readonly prepareCreate?: (object: KubeObject) => void;
};

/** A kind of apps/v1: a template of pods, those it selects, and what is said of them. */
export function workload({ setDefaults, prepareCreate, ...definition }: Workload): Resource {
  return builtin({
    ...definition,
    group: 'apps',
    version: 'v1',
    categories: ['all'],
    hasStatus: true,
    strategy: {
      countsGenerations: true,
      setDefaults: (object) => {
        setDefaults(specOf(object));
        setTemplateDefaults(object);
      },
      ...(prepareCreate && { prepareCreate }),
      errors: workloadErrors,
      updateErrors: workloadUpdateErrors,
    },
  });
}

/** Where a workload's number of pods is. */
export const SCALE = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.spec.selector',
};

export function setTemplateDefaults(object: KubeObject): void {
  setPodSpecDefaults(specOf(objectAt(specOf(object), 'template')));
}

/** A workload's selector must be there, select its own pods, and stay. */
export function workloadErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const wanted = valueAt(spec, 'selector', 'matchLabels');
  const labels = valueAt(spec, 'template', 'metadata', 'labels');
  const template = objectAt(spec, 'template');
  return [
    ...(isJsonObject(spec['selector']) ? [] : [required('spec.selector')]),
    ...(isJsonObject(spec['selector']) && !selects(wanted, labels)
      ? [invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]
      : []),
    ...podSpecErrors(specOf(template), 'spec.template.spec'),
  ];
}

function selects(wanted: unknown, labels: unknown): boolean {
  if (!isJsonObject(wanted)) return true;
  return Object.entries(wanted).every(([name, value]) => valueAt(labels, name) === value);
}

export function workloadUpdateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  return [...immutableFieldErrors(specOf(object), specOf(old), ['selector']), ...workloadErrors(object)];
}

/** What never changes in a spec. */
export function immutableFieldErrors(spec: JsonObject, old: JsonObject, fields: readonly string[]): FieldError[] {
  const changed = fields.filter((name) => !equalJson(spec[name], old[name]));
  return changed.map((name) => invalid(`spec.${name}`, spec[name] ?? null, 'field is immutable'));
}
