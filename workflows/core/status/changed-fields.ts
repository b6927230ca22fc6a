/**
 * The entries of `wanted` that `known` does not have with the same value; null when there is none.
 * Both are plain JSON; nested values count as one.
 */
export function changedFields<T extends object>(known: Partial<T>, wanted: T): Partial<T> | null {
  const keys = Object.keys(wanted) as (keyof T)[];
  const changed = keys.filter((key) => JSON.stringify(known[key]) !== JSON.stringify(wanted[key]));
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((key) => [key, wanted[key]])) as Partial<T>;
}
