import type { FieldError } from '../../errors/index.ts';
import { invalid, notSupported } from '../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { labelSelectorErrors } from '../../validation/label-selector.ts';
import { disruptionBudgetColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { specOf, valueAt } from './fields.ts';

export const podDisruptionBudget = builtin({
  group: 'policy',
  version: 'v1',
  kind: 'PodDisruptionBudget',
  plural: 'poddisruptionbudgets',
  shortNames: ['pdb'],
  hasStatus: true,
  definition: 'io.k8s.api.policy.v1.PodDisruptionBudget',
  columns: disruptionBudgetColumns,
  strategy: {
    countsGenerations: true,
    updatesUnconditionally: false,
    errors: (object) => specErrors(specOf(object)),
    updateErrors: (object) => [...specErrors(specOf(object)), ...statusErrors(object)],
  },
});

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'];

function specErrors(spec: JsonObject): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const hasBoth = minAvailable !== undefined && maxUnavailable !== undefined;
  const isPolicy = policy === undefined || POLICIES.includes(policy as string);
  return [
    ...(hasBoth ? [invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...amountErrors(minAvailable, 'spec.minAvailable'),
    ...amountErrors(maxUnavailable, 'spec.maxUnavailable'),
    ...(isPolicy ? [] : [notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES)]),
    ...(isJsonObject(selector) ? labelSelectorErrors(selector, 'spec.selector') : []),
  ];
}

const NO_PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/** Of a number of pods, or of a percentage of them. */
function amountErrors(amount: unknown, field: string): FieldError[] {
  if (typeof amount === 'number') return negativeErrors(amount, field);
  if (typeof amount !== 'string') return [];
  if (!/^[0-9]+%$/.test(amount)) return [invalid(field, amount, NO_PERCENT)];
  return Number(amount.slice(0, -1)) > 100 ? [invalid(field, amount, 'must not be greater than 100%')] : [];
}

const COUNTS = ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'];

const statusErrors = (object: KubeObject): FieldError[] =>
  COUNTS.flatMap((name) => negativeErrors(valueAt(object, 'status', name), `status.${name}`));

function negativeErrors(value: unknown, field: string): FieldError[] {
  const isNegative = typeof value === 'number' && value < 0;
  return isNegative ? [invalid(field, value, 'must be greater than or equal to 0')] : [];
}
