import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { cloneJson, equalJson } from '../../../object/kube-object.ts';
import { objectsIn, specOf } from '../fields.ts';
import { podSpecErrors } from './pod-spec.ts';

const FORBIDDEN =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

/** Almost nothing of a pod's spec may change (core/v1, ValidatePodUpdate). */
export function podUpdateErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const [spec, before] = [specOf(object), specOf(old)];
  const own = podSpecErrors(spec, 'spec');
  const resized = ['containers', 'initContainers'].find(
    (list) => objectsIn(spec[list]).length !== objectsIn(before[list]).length,
  );
  if (resized) return [...own, forbidden(`spec.${resized}`, 'pod updates may not add or remove containers')];
  const deadline = deadlineErrors(spec['activeDeadlineSeconds'], before['activeDeadlineSeconds']);
  const same = equalJson(changed(spec, before), before);
  return [
    ...own,
    ...deadline,
    ...tolerationErrors(spec, before),
    ...gateErrors(spec, before),
    ...selectorErrors(spec, before),
    ...(same ? [] : [forbidden('spec', FORBIDDEN)]),
  ];
}

/** A pod's time only becomes shorter. */
function deadlineErrors(now: unknown, before: unknown): FieldError[] {
  const wrong = (detail: string): FieldError[] => [invalid('spec.activeDeadlineSeconds', now ?? null, detail)];
  if (now === undefined)
    return before === undefined ? [] : wrong('must not update from a positive integer to nil value');
  const isLonger = typeof before === 'number' && before < (now as number);
  return isLonger ? wrong('must be less than or equal to previous value') : [];
}

/** Only how long a pod tolerates something changes. */
function tolerationErrors(spec: JsonObject, before: JsonObject): FieldError[] {
  const lasting = (toleration: JsonObject): JsonObject => ({ ...toleration, tolerationSeconds: undefined });
  const now = objectsIn(spec['tolerations']).map(lasting);
  const isGone = objectsIn(before['tolerations']).some((old) => !now.some((one) => equalJson(one, lasting(old))));
  const detail = 'existing toleration can not be modified except its tolerationSeconds';
  return isGone ? [forbidden('spec.tolerations', detail)] : [];
}

const gatesOf = (spec: JsonObject): unknown[] => objectsIn(spec['schedulingGates']).map(({ name }) => name);

/** Gates only open. */
function gateErrors(spec: JsonObject, before: JsonObject): FieldError[] {
  const known = gatesOf(before);
  return gatesOf(spec).flatMap((name, index) => {
    const detail = `only deletion is allowed, but found new scheduling gate '${String(name)}'`;
    return known.includes(name) ? [] : [forbidden(`spec.schedulingGates[${index}].name`, detail)];
  });
}

/** A pod that waits before a gate may still be asked to run on fewer nodes. */
function selectorErrors({ nodeSelector }: JsonObject, before: JsonObject): FieldError[] {
  if (gatesOf(before).length === 0) return [];
  const now = (nodeSelector ?? {}) as JsonObject;
  const isLost = Object.entries(before['nodeSelector'] ?? {}).some(([key, value]) => now[key] !== value);
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return isLost ? [invalid('spec.nodeSelector', nodeSelector ?? null, detail)] : [];
}

/** A spec with all that may change as it was before. */
function changed(spec: JsonObject, before: JsonObject): JsonObject {
  const copy = cloneJson(spec);
  const isGated = gatesOf(before).length > 0;
  const free = ['activeDeadlineSeconds', 'tolerations', 'schedulingGates', ...(isGated ? ['nodeSelector'] : [])];
  if ((before['terminationGracePeriodSeconds'] as number) < 0 && copy['terminationGracePeriodSeconds'] === 1) {
    free.push('terminationGracePeriodSeconds');
  }
  for (const name of free) {
    if (before[name] === undefined) delete copy[name];
    else copy[name] = before[name];
  }
  for (const list of ['containers', 'initContainers']) {
    const old = objectsIn(before[list]);
    objectsIn(copy[list]).forEach((container, index) => (container['image'] = old[index]?.['image']));
  }
  return copy;
}
