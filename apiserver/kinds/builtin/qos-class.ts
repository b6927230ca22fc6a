import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { objectsIn, valueAt } from './fields.ts';
import { addQuantities, compareQuantities } from './quantity.ts';

const MEASURED = ['cpu', 'memory'];

type Amounts = ReadonlyMap<string, string>;

/** What of a list is measured, and more than nothing. */
function measured(list: unknown): Amounts {
  const entries = Object.entries(isJsonObject(list) ? list : {}).map(
    ([name, amount]) => [name, String(amount)] as const,
  );
  return new Map(entries.filter(([name, amount]) => MEASURED.includes(name) && compareQuantities(amount, '0') > 0));
}

/** How sure a pod can be of its resources (core, qos). What it says for all its containers together counts in their place. */
export function qosClassOf(spec: JsonObject): string {
  const own = isJsonObject(spec['resources']) ? [spec['resources']] : undefined;
  const containers = [...objectsIn(spec['containers']), ...objectsIn(spec['initContainers'])];
  const parts = own ?? containers.map((container) => valueAt(container, 'resources'));
  const limits = parts.map((part) => measured(valueAt(part, 'limits')));
  const [asked, most] = [sum(parts.map((part) => measured(valueAt(part, 'requests')))), sum(limits)];
  if (asked.size === 0 && most.size === 0) return 'BestEffort';
  const isLimited = limits.every((list) => MEASURED.every((name) => list.has(name)));
  return isLimited && isSame(asked, most) ? 'Guaranteed' : 'Burstable';
}

function sum(lists: readonly Amounts[]): Amounts {
  const total = new Map<string, string>();
  for (const [name, amount] of lists.flatMap((list) => [...list])) {
    total.set(name, addQuantities(total.get(name) ?? '0', amount));
  }
  return total;
}

const isSame = (a: Amounts, b: Amounts): boolean =>
  a.size === b.size && [...a].every(([name, amount]) => compareQuantities(amount, b.get(name) ?? '0') === 0);
