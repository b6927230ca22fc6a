import type { FieldError } from '../../errors/index.ts';
import { forbidden, invalid, notSupported, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../object/kube-object.ts';
import type { Resource } from '../resource.ts';
import type { Definition } from './define.ts';
import { builtin } from './define.ts';
import { objectAt, specOf, valueAt } from './fields.ts';
import { setPodSpecDefaults } from './pod-spec-defaults.ts';
import { podSpecErrors } from './pod-validation.ts';
import type { SpecRules } from './spec-rules.ts';
import { specRuleErrors } from './spec-rules.ts';

type Workload = Omit<Definition, 'group' | 'version' | 'categories' | 'hasStatus' | 'strategy'> & {
  /** Before those of its template. */
  readonly setDefaults: (spec: JsonObject) => void;
  readonly prepareCreate?: (object: KubeObject) => void;
  readonly rules?: SpecRules;
  /** Fields of the spec that may change; default: all but the selector. */
  readonly mutable?: readonly string[];
};

/** A kind of apps/v1: a template of pods, those it selects, and what is said of them. */
export function workload({ setDefaults, prepareCreate, rules = {}, mutable, ...definition }: Workload): Resource {
  const errors = (object: KubeObject): FieldError[] => [
    ...workloadErrors(object),
    ...specRuleErrors(specOf(object), { ...rules, notNegative: [...COUNTS, ...(rules.notNegative ?? [])] }),
  ];
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
      errors,
      updateErrors: (object, old) => [...changeErrors(specOf(object), specOf(old), mutable), ...errors(object)],
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

const COUNTS = ['replicas', 'minReadySeconds', 'revisionHistoryLimit'];

/** A workload's selector must be there, select its own pods, and stay. */
export function workloadErrors(object: KubeObject): FieldError[] {
  const spec = specOf(object);
  const wanted = valueAt(spec, 'selector', 'matchLabels');
  const labels = valueAt(spec, 'template', 'metadata', 'labels');
  const template = objectAt(spec, 'template');
  return [
    ...(isJsonObject(spec['selector']) ? [] : [required('spec.selector')]),
    ...(isJsonObject(spec['selector']) && Object.keys(spec['selector']).length === 0
      ? [invalid('spec.selector', {}, 'empty selector is invalid')]
      : []),
    ...(!isJsonObject(spec['selector']) || !selects(wanted, labels)
      ? [invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]
      : []),
    ...podSpecErrors(specOf(template), 'spec.template.spec'),
    ...restartErrors(specOf(template)['restartPolicy']),
  ];
}

function selects(wanted: unknown, labels: unknown): boolean {
  if (!isJsonObject(wanted)) return true;
  return Object.entries(wanted).every(([name, value]) => valueAt(labels, name) === value);
}

/** Its pods never end by themselves. */
function restartErrors(restartPolicy: unknown): FieldError[] {
  const isOther = restartPolicy === 'Never' || restartPolicy === 'OnFailure';
  return isOther ? [notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always'])] : [];
}

function changeErrors(spec: JsonObject, old: JsonObject, mutable: readonly string[] | undefined): FieldError[] {
  if (!mutable) return immutableFieldErrors(spec, old, ['selector']);
  const names = new Set([...Object.keys(spec), ...Object.keys(old)]);
  const isChanged = [...names].some((name) => !mutable.includes(name) && !equalJson(spec[name], old[name]));
  const list = mutable.map((name) => `'${name}'`);
  const detail = `updates to statefulset spec for fields other than ${list.slice(0, -1).join(', ')} and ${list.at(-1)} are forbidden`;
  return isChanged ? [forbidden('spec', detail)] : [];
}

/** What never changes in a spec. */
export function immutableFieldErrors(spec: JsonObject, old: JsonObject, fields: readonly string[]): FieldError[] {
  const changed = fields.filter((name) => !equalJson(spec[name], old[name]));
  return changed.map((name) => invalid(`spec.${name}`, spec[name] ?? null, 'field is immutable'));
}
