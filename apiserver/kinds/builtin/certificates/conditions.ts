import type { FieldError } from '../../../errors/index.ts';
import { duplicate, forbidden, invalid, notSupported, required } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { equalJson, toTime } from '../../../object/kube-object.ts';
import { objectAt, objectsIn, textAt, valueAt } from '../fields.ts';

const FIELD = 'status.conditions';
/** An administrator's decisions. */
const DECISIONS = ['Approved', 'Denied'];
/** They are there, or not. */
const TRUE_ONLY = [...DECISIONS, 'Failed'];
const STATUSES = ['False', 'True', 'Unknown'];

export const conditionsOf = (object: KubeObject): JsonObject[] => objectsIn(valueAt(object, 'status', 'conditions'));

const ofType = (object: KubeObject, type: string): JsonObject[] =>
  conditionsOf(object).filter((condition) => condition['type'] === type);

/** A status write changes no decision: what is of one of their types stays as it was. */
export function keepDecisions(object: KubeObject, old: KubeObject): void {
  const conditions = conditionsOf(object);
  for (const type of DECISIONS) {
    const [now, before] = [ofType(object, type), ofType(old, type)];
    if (now.length !== before.length) continue;
    now.forEach((condition, index) => conditions.splice(conditions.indexOf(condition), 1, before[index] ?? condition));
  }
  if (conditions.length > 0) objectAt(object, 'status')['conditions'] = conditions;
}

/** Sets, in place, the times that conditions lack. */
export function setConditionTimes(object: KubeObject, old: KubeObject, now: Date): void {
  const time = toTime(now);
  for (const condition of conditionsOf(object)) {
    const { type, status } = condition;
    const same = ofType(old, String(type)).find((one) => one['status'] === status && one['lastTransitionTime']);
    condition['lastUpdateTime'] ??= time;
    condition['lastTransitionTime'] ??= same?.['lastTransitionTime'] ?? time;
  }
}

/** What is wrong with conditions; mistakes that were there before are no news. */
export function conditionErrors(object: KubeObject, old?: KubeObject): FieldError[] {
  const conditions = conditionsOf(object);
  const types = conditions.map((condition) => textAt(condition, 'type'));
  const before = (old ? conditionsOf(old) : []).map((condition) => textAt(condition, 'type'));
  const hadDuplicates = new Set(before).size < before.length;
  const each = conditions.flatMap((condition, index) => {
    const [path, type] = [`${FIELD}[${index}]`, types[index] ?? ''];
    return [
      ...(type === '' && !before.includes('') ? [required(`${path}.type`)] : []),
      ...statusErrors(condition, `${path}.status`),
      ...(types.indexOf(type) < index && !hadDuplicates ? [duplicate(`${path}.type`, type)] : []),
    ];
  });
  return [...each, ...exclusionErrors(types, before)];
}

function statusErrors(condition: JsonObject, path: string): FieldError[] {
  const status = textAt(condition, 'status');
  const allowed = TRUE_ONLY.includes(textAt(condition, 'type')) ? ['True'] : STATUSES;
  if (status === '') return [required(path)];
  return allowed.includes(status) ? [] : [notSupported(path, status, allowed)];
}

function exclusionErrors(types: readonly string[], before: readonly string[]): FieldError[] {
  if (DECISIONS.every((type) => before.includes(type))) return [];
  const decisions = types.filter((type) => DECISIONS.includes(type));
  const second = decisions.filter((type, index) => decisions.slice(0, index).some((other) => other !== type));
  return second.map((type) => invalid(FIELD, type, 'Approved and Denied conditions are mutually exclusive'));
}

/** What of conditions may not change. @param isApproval decisions may be added and changed */
export function conditionChangeErrors(object: KubeObject, old: KubeObject, isApproval: boolean): FieldError[] {
  const refusal = (change: string, type: string): FieldError =>
    forbidden(FIELD, `updates may not ${change} a condition of type ${JSON.stringify(type)}`);
  const removed = TRUE_ONLY.filter((type) => ofType(object, type).length < ofType(old, type).length);
  const decided = isApproval ? [] : DECISIONS.filter((type) => !removed.includes(type));
  const added = decided.filter((type) => ofType(object, type).length > ofType(old, type).length);
  const changed = decided.filter(
    (type) => !added.includes(type) && !equalJson(ofType(object, type), ofType(old, type)),
  );
  return [
    ...removed.map((type) => refusal('remove', type)),
    ...added.map((type) => refusal('add', type)),
    ...changed.map((type) => refusal('modify', type)),
  ];
}
