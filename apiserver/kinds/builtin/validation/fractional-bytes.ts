import type { KubeObject } from '../../../object/kube-object.ts';
import { objectsIn, valueAt } from '../fields.ts';
import { milliOf } from '../quantity.ts';

/** What is counted in bytes, of which there are only whole ones. */
const BYTES = ['memory', 'ephemeral-storage'];

/** What a client is warned of that asks for parts of bytes. @param amounts resources by name, if there are any */
export function fractionalByteWarnings(amounts: unknown, names: readonly string[], path: string): string[] {
  const told = names.map((name) => [name, valueAt(amounts, name)] as const);
  const broken = told.filter(([, amount]) => amount !== undefined && milliOf(amount as string) % 1000n !== 0n);
  return broken.map(([name, amount]) => {
    const value = JSON.stringify(amount);
    return `${path}[${name}]: fractional byte value ${value} is invalid, must be an integer`;
  });
}

/** The same for all of a pod (api/pod, warningsForPodSpecAndMeta). @param path of the spec, such as `spec` */
export function podWarnings(spec: unknown, path: string): string[] {
  const lists = ['initContainers', 'containers'];
  const inContainers = lists.flatMap((list) =>
    objectsIn(valueAt(spec, list)).flatMap(({ resources }, index) =>
      BYTES.flatMap((name) =>
        ['limits', 'requests'].flatMap((kind) =>
          fractionalByteWarnings(valueAt(resources, kind), [name], `${path}.${list}[${index}].resources.${kind}`),
        ),
      ),
    ),
  );
  return [...fractionalByteWarnings(valueAt(spec, 'overhead'), BYTES, `${path}.overhead`), ...inContainers];
}

/** The same for a template, when what it stands in is new or changed. @param at where it is, such as `spec.template` */
export const templateWarnings =
  (at: string) =>
  (object: KubeObject, old?: KubeObject): string[] =>
    old && old.metadata.generation === object.metadata.generation
      ? []
      : podWarnings(valueAt(object, ...at.split('.'), 'spec'), `${at}.spec`);

/** The same for what a claim asks for. @param path such as `spec` */
export const claimWarnings = (spec: unknown, path: string): string[] =>
  ['requests', 'limits'].flatMap((kind) =>
    fractionalByteWarnings(valueAt(spec, 'resources', kind), ['storage'], `${path}.resources.${kind}`),
  );
