import type { FieldError } from '../../errors/index.ts';
import { forbidden, invalid, notSupported, required } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { labelSelectorErrors } from '../../validation/label-selector.ts';
import type { Resource, Strategy } from '../resource.ts';
import type { Definition } from './define.ts';
import { builtin } from './define.ts';
import { objectAt, specOf, valueAt } from './fields.ts';
import { setPodSpecDefaults } from './pod-spec-defaults.ts';
import type { Rules } from './validation/checks.ts';
import { fields } from './validation/checks.ts';
import { templateWarnings } from './validation/fractional-bytes.ts';
import { immutableFieldErrors } from './validation/immutable.ts';
import { templateSpecErrors } from './validation/pod-spec.ts';

type Workload = Omit<Definition, 'group' | 'version' | 'categories' | 'hasStatus' | 'strategy'> & {
  /** Before those of its template. */
  readonly setDefaults: (spec: JsonObject) => void;
  readonly setMetadataDefaults?: (object: KubeObject) => void;
  readonly prepareCreate?: (object: KubeObject) => void;
  readonly prepareUpdate?: (object: KubeObject, old: KubeObject) => void;
  /** Of its spec. */
  readonly rules: Rules;
  /** Of fields of its spec that depend on each other. */
  readonly moreErrors?: (spec: JsonObject) => FieldError[];
  readonly needsSelector?: boolean;
  /** Default: of its template. */
  readonly warnings?: NonNullable<Strategy['warnings']>;
  /** What may not change in the spec; default: the selector. */
  readonly changeErrors?: (spec: JsonObject, old: JsonObject) => FieldError[];
};

/** A kind of apps/v1: a template of pods, those it selects, and what is said of them. */
export function workload({ setDefaults, prepareCreate, prepareUpdate, ...more }: Workload): Resource {
  const {
    rules,
    moreErrors,
    needsSelector = true,
    changeErrors = selectorChanged,
    setMetadataDefaults,
    warnings = templateWarnings('spec.template'),
    ...definition
  } = more;
  const specErrors = fields(rules);
  const errors = (object: KubeObject): FieldError[] => [
    ...(needsSelector && !isJsonObject(specOf(object)['selector']) ? [required('spec.selector')] : []),
    ...workloadErrors(object, definition.kind),
    ...specErrors(specOf(object), 'spec'),
    ...(moreErrors?.(specOf(object)) ?? []),
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
        setMetadataDefaults?.(object);
      },
      ...(prepareCreate && { prepareCreate }),
      ...(prepareUpdate && { prepareUpdate }),
      warnings,
      errors,
      updateErrors: (object, old) => [...changeErrors(specOf(object), specOf(old)), ...errors(object)],
    },
  });
}

const selectorChanged = (spec: JsonObject, old: JsonObject): FieldError[] =>
  immutableFieldErrors(spec, old, ['selector']);

/** Where a workload's number of pods is. */
export const SCALE = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
  labelSelectorPath: '.spec.selector',
};

export function setTemplateDefaults(object: KubeObject): void {
  setPodSpecDefaults(specOf(objectAt(specOf(object), 'template')));
}

/** A workload's selector must select its own pods. */
function workloadErrors(object: KubeObject, kind: string): FieldError[] {
  const spec = specOf(object);
  const { selector } = spec;
  const template = objectAt(spec, 'template');
  const labels = valueAt(template, 'metadata', 'labels');
  const isEmpty = isJsonObject(selector) && Object.keys(selector).length === 0;
  const selectorErrors = isJsonObject(selector) ? labelSelectorErrors(selector, 'spec.selector') : [];
  const isSelected = isJsonObject(selector) && selects(selector, labels);
  return [
    ...(isEmpty ? [invalid('spec.selector', {}, `empty selector is invalid for ${NAMES[kind] ?? 'deployment'}`)] : []),
    ...selectorErrors,
    ...(selectorErrors.length > 0 ? [invalid('spec.selector', selector, 'invalid label selector')] : []),
    ...(!isSelected && selectorErrors.length === 0
      ? [invalid('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]
      : []),
    ...templateSpecErrors(specOf(template), 'spec.template.spec'),
    ...lastingPodErrors(specOf(template), kind),
  ];
}

/** As kube-apiserver calls them in this place. */
const NAMES: Readonly<Record<string, string>> = { StatefulSet: 'statefulset', DaemonSet: 'daemonset' };

function selects({ matchLabels }: JsonObject, labels: unknown): boolean {
  if (!isJsonObject(matchLabels)) return true;
  return Object.entries(matchLabels).every(([name, value]) => valueAt(labels, name) === value);
}

/** Its pods never end by themselves. */
export function lastingPodErrors({ restartPolicy, activeDeadlineSeconds }: JsonObject, kind: string): FieldError[] {
  const path = 'spec.template.spec';
  const isOther = restartPolicy !== undefined && restartPolicy !== 'Always';
  // A Deployment is told what its ReplicaSets are.
  const detail = `activeDeadlineSeconds in ${kind === 'Deployment' ? 'ReplicaSet' : kind} is not Supported`;
  return [
    ...(isOther ? [notSupported(`${path}.restartPolicy`, restartPolicy, ['Always'])] : []),
    ...(activeDeadlineSeconds === undefined ? [] : [forbidden(`${path}.activeDeadlineSeconds`, detail)]),
  ];
}
