/**
 * How many objects and lists may be in each other in what clients send and patches make. Go's decoder allows 10,000;
 * what reads and walks an object here calls itself for each, and the YAML parser's stack is full at some 800.
 */
export const MAX_DEPTH = 500;

/** Whether a JSON value has more than MAX_DEPTH objects and lists in each other; safe however many there are. */
export function isTooDeep(value: unknown, left = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (left === 0) return true;
  for (const name in value) if (isTooDeep((value as Record<string, unknown>)[name], left - 1)) return true;
  return false;
}
