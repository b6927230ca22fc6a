import { objectsIn, valueAt } from '../../kinds/builtin/fields.ts';
import { addQuantities, compareQuantities } from '../../kinds/builtin/quantity.ts';
import type { JsonObject } from '../../object/kube-object.ts';
import type { Amounts } from './amounts.ts';
import { amountsOf } from './amounts.ts';

/** What a pod may say for all its containers together. */
const OF_PODS = ['cpu', 'memory'];

/**
 * What a pod asks for or is limited to: its containers and sidecars together, or, where that is more, one init container
 * with the sidecars started before it.
 */
export function podAmounts(spec: JsonObject, field: 'requests' | 'limits'): Amounts {
  const of = (container: JsonObject): Amounts => amountsOf(valueAt(container, 'resources', field));
  let total: Amounts = objectsIn(spec['containers']).map(of).reduce(sum, new Map());
  let [sidecars, initial]: Amounts[] = [new Map(), new Map()];
  for (const container of objectsIn(spec['initContainers'])) {
    const isSidecar = container['restartPolicy'] === 'Always';
    const together = sum(sidecars ?? new Map(), of(container));
    if (isSidecar) [total, sidecars] = [sum(total, of(container)), together];
    initial = larger(initial ?? new Map(), together);
  }
  const own = [...amountsOf(valueAt(spec, 'resources', field))].filter(([name]) => OF_PODS.includes(name));
  return new Map([...larger(total, initial ?? new Map()), ...own]);
}

const sum = (a: Amounts, b: Amounts): Amounts => merged(a, b, (own, other) => addQuantities(own, other));

const larger = (a: Amounts, b: Amounts): Amounts =>
  merged(a, b, (own, other) => (compareQuantities(own, other) >= 0 ? own : other));

function merged(a: Amounts, b: Amounts, both: (own: string, other: string) => string): Amounts {
  const result = new Map(a);
  for (const [name, amount] of b) {
    const own = result.get(name);
    result.set(name, own === undefined ? amount : both(own, amount));
  }
  return result;
}
