import { objectsIn, specOf, textAt, valueAt } from '../../kinds/builtin/fields.ts';
import { compareQuantities, milliOf } from '../../kinds/builtin/quantity.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import type { Amounts } from './amounts.ts';
import { amountsOf } from './amounts.ts';
import { podAmounts } from './pod-amounts.ts';

/** What something asks for, and what it is limited to. */
type Resources = { readonly requests: Amounts; readonly limits: Amounts };

/** One bound of one resource. @returns what is wrong, in kube-apiserver's words */
type Constraint = (of: Bound, resources: Resources) => string | undefined;
type Bound = { readonly type: string; readonly name: string; readonly amount: string };

const minimum: Constraint = ({ type, name, amount }, { requests, limits }) => {
  const text = `minimum ${name} usage per ${type} is ${amount}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (request === undefined) return `${text}.  No request is specified`;
  if (compareQuantities(request, amount) < 0) return `${text}, but request is ${request}`;
  return limit !== undefined && compareQuantities(limit, amount) < 0 ? `${text}, but limit is ${limit}` : undefined;
};

const maximum: Constraint = ({ type, name, amount }, { requests, limits }) => {
  const text = `maximum ${name} usage per ${type} is ${amount}`;
  const [request, limit] = [requests.get(name), limits.get(name)];
  if (limit === undefined) return `${text}.  No limit is specified`;
  if (compareQuantities(limit, amount) > 0) return `${text}, but limit is ${limit}`;
  return request !== undefined && compareQuantities(request, amount) > 0
    ? `${text}, but request is ${request}`
    : undefined;
};

/** Of what has no limits. */
const maximumRequest: Constraint = ({ type, name, amount }, { requests }) => {
  const text = `maximum ${name} usage per ${type} is ${amount}`;
  const request = requests.get(name);
  if (request === undefined) return `${text}.  No request is specified`;
  return compareQuantities(request, amount) > 0 ? `${text}, but request is ${request}` : undefined;
};

const DECIMALS = 6;

const ratio: Constraint = ({ type, name, amount }, { requests, limits }) => {
  const text = `${name} max limit to request ratio per ${type} is ${amount}`;
  const [request, limit] = [milliOf(requests.get(name) ?? '0'), milliOf(limits.get(name) ?? '0')];
  if (request === 0n) return `${text}, but no request is specified or request is 0`;
  if (limit === 0n) return `${text}, but no limit is specified or limit is 0`;
  const observed = Number(limit) / Number(request);
  const isTooMuch = observed * 1000 > Number(milliOf(amount));
  return isTooMuch ? `${text}, but provided ratio is ${observed.toFixed(DECIMALS)}` : undefined;
};

type Constraints = Readonly<Record<string, Constraint>>;

const OF_PODS: Constraints = { min: minimum, max: maximum, maxLimitRequestRatio: ratio };
const OF_CLAIMS: Constraints = { min: minimum, max: maximumRequest };

/** What of a pod is not within a LimitRange. */
export function podProblems(pod: KubeObject, range: KubeObject): string[] {
  const spec = specOf(pod);
  const containers = ['containers', 'initContainers'].flatMap((list) => objectsIn(spec[list])).map(resourcesOf);
  return limitsOf(range).flatMap((limit) => {
    if (limit['type'] === 'Container') return containers.flatMap((resources) => problems(limit, OF_PODS, resources));
    if (limit['type'] !== 'Pod') return [];
    return problems(limit, OF_PODS, { requests: podAmounts(spec, 'requests'), limits: podAmounts(spec, 'limits') });
  });
}

/** What of a claim is not within a LimitRange. @param requests how much it asks for */
export function claimProblems(requests: Amounts, range: KubeObject): string[] {
  const limits = limitsOf(range).filter(({ type }) => type === 'PersistentVolumeClaim');
  return limits.flatMap((limit) => problems(limit, OF_CLAIMS, { requests, limits: new Map() }));
}

const limitsOf = (range: KubeObject): JsonObject[] => objectsIn(valueAt(range, 'spec', 'limits'));

const resourcesOf = (container: JsonObject): Resources => ({
  requests: amountsOf(valueAt(container, 'resources', 'requests')),
  limits: amountsOf(valueAt(container, 'resources', 'limits')),
});

function problems(limit: JsonObject, constraints: Constraints, resources: Resources): string[] {
  const type = textAt(limit, 'type');
  return Object.entries(constraints).flatMap(([field, constraint]) =>
    [...amountsOf(limit[field])].flatMap(([name, amount]) => constraint({ type, name, amount }, resources) ?? []),
  );
}
