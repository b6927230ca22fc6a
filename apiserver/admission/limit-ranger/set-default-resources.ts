import { objectAt, objectsIn, specOf, textAt, valueAt } from '../../kinds/builtin/fields.ts';
import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import type { Amounts } from './amounts.ts';
import { amountsOf } from './amounts.ts';

const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Gives a pod's containers, in place, what a LimitRange says they have by default, and tells so in an annotation. */
export function setDefaultResources(pod: KubeObject, range: KubeObject): void {
  const limits = objectsIn(valueAt(range, 'spec', 'limits')).filter(({ type }) => type === 'Container');
  const defaults = {
    requests: new Map(limits.flatMap((limit) => [...amountsOf(limit['defaultRequest'])])),
    limits: new Map(limits.flatMap((limit) => [...amountsOf(limit['default'])])),
  };
  const spec = specOf(pod);
  const told = [
    ...objectsIn(spec['containers']).flatMap((container) => complete(container, 'container', defaults)),
    ...objectsIn(spec['initContainers']).flatMap((container) => complete(container, 'init container', defaults)),
  ];
  if (told.length === 0) return;
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    [ANNOTATION]: `LimitRanger plugin set: ${told.join('; ')}`,
  };
}

type Defaults = { readonly requests: Amounts; readonly limits: Amounts };

/** @returns what was set, in words */
function complete(container: JsonObject, called: string, { requests, limits }: Defaults): string[] {
  const name = textAt(container, 'name');
  const told = (names: readonly string[], what: string): string[] =>
    names.length > 0 ? [`${[...names].sort().join(', ')} ${what} for ${called} ${name}`] : [];
  return [
    ...told(setAmounts(container, 'requests', requests), 'request'),
    ...told(setAmounts(container, 'limits', limits), 'limit'),
  ];
}

function setAmounts(container: JsonObject, field: string, defaults: Amounts): string[] {
  const own = amountsOf(valueAt(container, 'resources', field));
  const missing = [...defaults].filter(([name]) => !own.has(name));
  if (missing.length > 0) Object.assign(objectAt(objectAt(container, 'resources'), field), Object.fromEntries(missing));
  return missing.map(([name]) => name);
}
