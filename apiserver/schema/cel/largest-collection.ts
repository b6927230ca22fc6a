import { isJsonObject } from '../../object/kube-object.ts';

/** How many items the largest list, map or object in a value has; 1 at least. */
export function largestCollection(value: unknown): number {
  if (!Array.isArray(value) && !isJsonObject(value)) return 1;
  const items: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return items.reduce<number>((most, item) => Math.max(most, largestCollection(item)), Math.max(items.length, 1));
}
