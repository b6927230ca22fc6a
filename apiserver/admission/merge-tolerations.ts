import type { JsonObject } from '../object/kube-object.ts';
import { equalJson } from '../object/kube-object.ts';

/** Two lists of tolerations as one, without those that another of them covers (util/tolerations, MergeTolerations). */
export function mergeTolerations(first: readonly JsonObject[], second: readonly JsonObject[]): JsonObject[] {
  const all = [...first, ...second];
  const merged: JsonObject[] = [];
  all.forEach((one, index) => {
    const isCovered =
      merged.some((other) => covers(other, one)) ||
      // Of equal ones the first stays.
      all.slice(index + 1).some((other) => !equalJson(other, one) && covers(other, one));
    if (!isCovered) merged.push(one);
  });
  return merged;
}

function covers(other: JsonObject, one: JsonObject): boolean {
  if (equalJson(other, one)) return true;
  const { key, operator, effect, value, tolerationSeconds } = other;
  const isOfKey = key === one['key'] || (!key && operator === 'Exists');
  const isOfEffect = !effect || effect === one['effect'];
  if (!isOfKey || !isOfEffect) return false;
  if (effect === 'NoExecute' && !lastsAsLong(tolerationSeconds, one['tolerationSeconds'])) return false;
  return operator === 'Exists' || (one['operator'] === 'Equal' && value === one['value']);
}

/** Without a number of seconds it is for ever. */
function lastsAsLong(seconds: unknown, wanted: unknown): boolean {
  if (typeof seconds !== 'number') return true;
  return typeof wanted === 'number' && wanted <= seconds;
}
