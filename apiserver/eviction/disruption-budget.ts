import type { StatusError } from '../errors/index.ts';
import { forbiddenRequest, tooManyRequests } from '../errors/index.ts';
import { objectAt, objectsIn, specOf, textAt, valueAt } from '../kinds/builtin/fields.ts';
import type { JsonObject, KubeObject } from '../object/kube-object.ts';
import { isJsonObject, toTime } from '../object/kube-object.ts';
import { labelSelectorMatches } from '../object/label-selector.ts';

/** So many evictions may wait for the controller of budgets to see them. */
const MAX_DISRUPTED_PODS = 2000;
const RETRY_SECONDS = 10;
const CONDITION = 'DisruptionAllowed';

/** Whether a budget is about a pod; one without a selector is about none. */
export function coversPod(budget: KubeObject, pod: KubeObject): boolean {
  const selector = specOf(budget)['selector'];
  return isJsonObject(selector) && labelSelectorMatches(selector, pod.metadata.labels ?? {});
}

/** Whether a pod serves nobody yet or any more, so that no budget is asked. */
export const needsNoBudget = (pod: KubeObject): boolean => textAt(pod, 'status', 'phase') === 'Pending' || isOver(pod);

/** Whether a pod has ended, or is being deleted: it will never serve again. */
export const isOver = (pod: KubeObject): boolean =>
  ['Failed', 'Succeeded'].includes(textAt(pod, 'status', 'phase')) || pod.metadata.deletionTimestamp !== undefined;

/** Whether a pod counts for nothing in its budget, so that its eviction takes nothing from it (unhealthyPodEvictionPolicy). */
export function isFreeToEvict(budget: KubeObject, pod: KubeObject): boolean {
  if (conditionOf(objectAt(pod, 'status'), 'Ready')?.['status'] === 'True') return false;
  const desired = countOf(budget, 'desiredHealthy');
  const isHealthy = desired > 0 && countOf(budget, 'currentHealthy') >= desired;
  return isHealthy || specOf(budget)['unhealthyPodEvictionPolicy'] === 'AlwaysAllow';
}

/**
 * Takes one disruption from a budget, in place, and notes the pod it is for.
 * @throws StatusError if the budget allows none
 */
export function takeDisruption(budget: KubeObject, podName: string, now: Date): void {
  checkAllowed(budget);
  const status = objectAt(budget, 'status');
  const left = countOf(budget, 'disruptionsAllowed') - 1;
  status['disruptionsAllowed'] = left;
  if (left === 0) setInsufficient(status, now);
  objectAt(status, 'disruptedPods')[podName] = toTime(now);
}

function checkAllowed(budget: KubeObject): void {
  const { name = '', generation = 0 } = budget.metadata;
  if (countOf(budget, 'observedGeneration') < generation) throw unseenBudget(name);
  const allowed = countOf(budget, 'disruptionsAllowed');
  if (allowed < 0) throw forbiddenBudget(name, 'pdb disruptions allowed is negative');
  if (Object.keys(objectAt(objectAt(budget, 'status'), 'disruptedPods')).length > MAX_DISRUPTED_PODS) {
    const cause = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    throw forbiddenBudget(name, cause);
  }
  if (allowed === 0) throw tooManyRequests(VIOLATED, 0, [{ reason: REASON, message: whyNone(budget, name) }]);
}

const REASON = 'DisruptionBudget';
const VIOLATED = "Cannot evict pod as it would violate the pod's disruption budget.";

/** The budget is not known as it is now: its controller has to see it first. */
export function unseenBudget(name: string): StatusError {
  const message = `The disruption budget ${name} is still being processed by the server.`;
  return tooManyRequests(VIOLATED, RETRY_SECONDS, [{ reason: REASON, message }]);
}

const forbiddenBudget = (name: string, cause: string): StatusError =>
  forbiddenRequest({ group: 'policy', resource: 'poddisruptionbudget' }, name, cause);

function whyNone(budget: KubeObject, name: string): string {
  const [desired, current] = [countOf(budget, 'desiredHealthy'), countOf(budget, 'currentHealthy')];
  return `The disruption budget ${name} needs ${desired} healthy pods and has ${current} currently`;
}

function countOf(budget: KubeObject, name: string): number {
  const value = valueAt(budget, 'status', name);
  return typeof value === 'number' ? value : 0;
}

const conditionOf = (status: JsonObject, type: string): JsonObject | undefined =>
  objectsIn(status['conditions']).find((condition) => condition['type'] === type);

function setInsufficient(status: JsonObject, now: Date): void {
  const before = conditionOf(status, CONDITION);
  const isSame = before?.['status'] === 'False';
  const condition = {
    type: CONDITION,
    status: 'False',
    ...(status['observedGeneration'] !== undefined && { observedGeneration: status['observedGeneration'] }),
    lastTransitionTime: isSame ? before['lastTransitionTime'] : toTime(now),
    reason: 'InsufficientPods',
    message: '',
  };
  const others = objectsIn(status['conditions']).filter(({ type }) => type !== CONDITION);
  status['conditions'] = [...others, condition];
}
