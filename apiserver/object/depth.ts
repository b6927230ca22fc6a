/**
 * How many objects and lists may be in each other in what clients send and patches make. Go's decoder allows 10,000;
 * what walks an object here calls itself once for each, and a stack has room for some thousands.
 */
export const MAX_DEPTH = 1000;

/** Whether a JSON value has more than MAX_DEPTH objects and lists in each other; safe however many there are. */
export function isTooDeep(value: unknown, left = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const name in value) if (isTooDeep((value as Record<string, unknown>)[name], left - 1)) return true;
  return false;
}
