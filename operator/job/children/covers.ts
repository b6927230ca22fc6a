import { amount } from './amount.ts';

/**
 * Whether all that is desired is there: every field of `desired` is in `actual`, lists item by item. What only `actual`
 * has is the API server's or someone else's. Amounts are the same in any notation, as the API server rewrites them.
 */
export function covers(actual: unknown, desired: unknown): boolean {
  if (isList(desired)) {
    return isList(actual) && actual.length === desired.length && desired.every((item, i) => covers(actual[i], item));
  }
  if (isMap(desired)) {
    return isMap(actual) && Object.entries(desired).every(([key, value]) => covers(actual[key], value));
  }
  return actual === desired || sameAmount(actual, desired);
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isList(value);

function sameAmount(one: unknown, other: unknown): boolean {
  const [a, b] = [amount(one), amount(other)];
  return a !== undefined && b !== undefined && Math.abs(a - b) <= Math.abs(b) * 1e-12;
}
