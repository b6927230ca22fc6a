import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid, notSupported, required } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { isJsonObject } from '../../../object/kube-object.ts';
import { pathSegmentErrors } from '../../../validation/names.ts';
import { objectsIn, specOf, textAt, valueAt } from '../fields.ts';
import type { Check } from '../validation/checks.ts';
import { all, each, fields, given, judged, needed, notNegative, oneOf } from '../validation/checks.ts';
import { metricErrors } from './metric-errors.ts';

/** Which groups an object may be of that is referred to. */
type Reference = { readonly anyVersion: boolean; readonly coreGroup: boolean };

const segment = needed(judged(pathSegmentErrors));

function referenceErrors(value: unknown, path: string, { anyVersion, coreGroup }: Reference): FieldError[] {
  const apiVersion = textAt({ value }, 'value', 'apiVersion');
  const problem = anyVersion ? undefined : versionProblem(apiVersion, coreGroup);
  return [
    ...fields({ kind: segment, name: segment })(value, path),
    ...(problem === undefined ? [] : [invalid(`${path}.apiVersion`, apiVersion, problem)]),
  ];
}

function versionProblem(apiVersion: string, coreGroup: boolean): string | undefined {
  const parts = apiVersion.split('/');
  if (parts.length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  return coreGroup || (parts.length === 2 && parts[0] !== '') ? undefined : 'apiVersion must specify API group';
}

/** What is wrong with an autoscaler of autoscaling/v2 (autoscaling, ValidateHorizontalPodAutoscaler). */
export function autoscalerErrors(object: KubeObject, old?: KubeObject): FieldError[] {
  const spec = specOf(object);
  const reference = valueAt(spec, 'scaleTargetRef');
  const before = old && valueAt(old, 'spec', 'scaleTargetRef');
  const isKept =
    before !== undefined && ['apiVersion', 'kind'].every((name) => valueAt(before, name) === valueAt(reference, name));
  const coreGroup = valueAt(reference, 'kind') === 'ReplicationController';
  return [
    ...countErrors(spec, old),
    ...referenceErrors(reference, 'spec.scaleTargetRef', { anyVersion: isKept, coreGroup }),
    ...metricsErrors(spec, old),
    ...BEHAVIOR(spec['behavior'], 'spec.behavior'),
  ];
}

/** None at all only where there were none before: it is behind a feature gate that is off. */
function countErrors({ minReplicas, maxReplicas = 0 }: JsonObject, old: KubeObject | undefined): FieldError[] {
  const least = old && valueAt(old, 'spec', 'minReplicas') === 0 ? 0 : 1;
  const [min, max] = [minReplicas as number | undefined, maxReplicas as number];
  const tooMany = (detail: string): FieldError => invalid('spec.maxReplicas', max, detail);
  return [
    ...(min !== undefined && min < least
      ? [invalid('spec.minReplicas', min, `must be greater than or equal to ${least}`)]
      : []),
    ...(max < 1 ? [tooMany('must be greater than 0')] : []),
    ...(min !== undefined && max < min ? [tooMany('must be greater than or equal to `minReplicas`')] : []),
  ];
}

function metricsErrors(spec: JsonObject, old: KubeObject | undefined): FieldError[] {
  const metrics = objectsIn(spec['metrics']);
  const described = old ? objectsIn(specOf(old)['metrics']).filter(({ type }) => type === 'Object') : [];
  const anyVersion = described.some(
    (metric) => versionProblem(textAt(metric, 'object', 'describedObject', 'apiVersion'), true) !== undefined,
  );
  const reference: Check = (value, path) => referenceErrors(value, path, { anyVersion, coreGroup: true });
  const isIdle = spec['minReplicas'] === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External');
  const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
  return [
    ...metrics.flatMap((metric, index) => metricErrors(metric, `spec.metrics[${index}]`, reference)),
    ...(isIdle ? [forbidden('spec.metrics', detail)] : []),
  ];
}

const LONGEST_WINDOW_S = 3600;
const LONGEST_PERIOD_S = 1800;

const POLICY = fields({
  type: (value, path) => {
    const types = ['Percent', 'Pods'];
    return types.includes(value as string) ? [] : [notSupported(path, value ?? '', types)];
  },
  value: (value, path) => ((value as number) > 0 ? [] : [invalid(path, value ?? 0, 'must be greater than zero')]),
  periodSeconds: (value, path) => {
    const seconds = (value ?? 0) as number;
    return [
      ...(seconds <= 0 ? [invalid(path, seconds, 'must be greater than zero')] : []),
      ...(seconds > LONGEST_PERIOD_S
        ? [invalid(path, seconds, `must be less than or equal to ${LONGEST_PERIOD_S}`)]
        : []),
    ];
  },
});

const RULES = given(
  fields({
    stabilizationWindowSeconds: judged<number>((seconds) => [
      ...(seconds < 0 ? ['must be greater than or equal to zero'] : []),
      ...(seconds > LONGEST_WINDOW_S ? [`must be less than or equal to ${LONGEST_WINDOW_S}`] : []),
    ]),
    selectPolicy: oneOf('Disabled', 'Max', 'Min'),
    policies: all(
      (value, path) => (objectsIn(value).length > 0 ? [] : [required(path, 'must specify at least one Policy')]),
      each(POLICY),
    ),
  }),
);

const BEHAVIOR: Check = (value, path) =>
  isJsonObject(value) ? fields({ scaleUp: RULES, scaleDown: RULES })(value, path) : [];

/** Of the numbers that a controller tells. */
export const autoscalerStatusErrors = (object: KubeObject): FieldError[] =>
  fields({ currentReplicas: notNegative, desiredReplicas: notNegative })(object['status'], 'status');
