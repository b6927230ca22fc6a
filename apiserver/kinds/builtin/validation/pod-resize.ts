import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid } from '../../../errors/index.ts';
import type { JsonObject, KubeObject } from '../../../object/kube-object.ts';
import { equalJson, isJsonObject } from '../../../object/kube-object.ts';
import { objectsIn, specOf, textAt, valueAt } from '../fields.ts';
import { qosClassOf } from '../qos-class.ts';
import { isMirror, NOWHERE } from './mirror-pod.ts';
import { podSpecErrors } from './pod-spec.ts';

const RESIZED = ['cpu', 'memory'];

/** What of a change of its resources a pod does not go along with (core/v1, ValidatePodResize). */
export function podResizeErrors(object: KubeObject, old: KubeObject): FieldError[] {
  const problem = unfitProblem(object, old);
  if (problem !== undefined) return [forbidden(NOWHERE, problem)];
  const [spec, before] = [specOf(object), specOf(old)];
  const qosClass = textAt(old, 'status', 'qosClass') || qosClassOf(before);
  const isOtherClass = qosClass !== qosClassOf(spec);
  const detail = 'Pod QOS Class may not change as a result of resizing';
  const ordering = LISTS.flatMap((list) => orderErrors(spec, before, list));
  return [
    ...podSpecErrors(spec, 'spec'),
    ...(isOtherClass ? [invalid('spec', textAt(object, 'status', 'qosClass'), detail)] : []),
    ...(isSupported(old) ? [] : [forbidden('spec', 'Pod running on node without support for resize')]),
    ...ordering,
    ...(ordering.length > 0 ? [] : LISTS.flatMap((list) => resourceErrors(spec, before, list))),
  ];
}

const LISTS = ['containers', 'initContainers'] as const;

type List = (typeof LISTS)[number];

function unfitProblem(object: KubeObject, old: KubeObject): string | undefined {
  if ([object, old].some(hasOwnResources)) return 'pods with pod-level resources cannot be resized';
  if (isMirror(old)) return 'static pods cannot be resized';
  return textAt(old, 'spec', 'os', 'name') === 'windows' ? 'windows pods cannot be resized' : undefined;
}

const hasOwnResources = (pod: KubeObject): boolean =>
  ['requests', 'limits'].some((name) => Object.keys(valueAt(pod, 'spec', 'resources', name) ?? {}).length > 0);

/** A node that can do it tells what its containers have. */
function isSupported(pod: KubeObject): boolean {
  const running = objectsIn(valueAt(pod, 'status', 'containerStatuses')).find((one) =>
    valueAt(one, 'state', 'running'),
  );
  return !running || running['resources'] !== undefined;
}

function orderErrors(spec: JsonObject, before: JsonObject, list: List): FieldError[] {
  const [now, then] = [objectsIn(spec[list]), objectsIn(before[list])];
  if (now.length !== then.length) return [forbidden(`spec.${list}`, `${list} may not be added or removed on resize`)];
  return then.flatMap(({ name }, index) =>
    now[index]?.['name'] === name
      ? []
      : [forbidden(`spec.${list}[${index}].name`, `${list} may not be renamed or reordered on resize`)],
  );
}

function resourceErrors(spec: JsonObject, before: JsonObject, list: List): FieldError[] {
  const now = objectsIn(spec[list]);
  return objectsIn(before[list]).flatMap((old, index) => {
    const container = now[index] ?? {};
    if (list === 'initContainers' && old['restartPolicy'] !== 'Always') {
      const detail = 'resources for non-sidecar init containers are immutable';
      return equalJson(container, old) ? [] : [forbidden('spec', detail)];
    }
    const of = list === 'initContainers' ? ' for sidecar containers' : '';
    const isOther = !equalJson(unresized(container, old), unresized(old, old));
    return [
      ...removalErrors(container, old, `spec.${list}[${index}].resources`),
      ...(isOther ? [forbidden('spec', `only cpu and memory resources${of} are mutable`)] : []),
    ];
  });
}

type Amounts = Readonly<Record<string, unknown>>;
type Part = 'requests' | 'limits';

const PARTS = ['requests', 'limits'] as const;

function amountsOf(container: JsonObject, part: Part): Amounts | undefined {
  const amounts = valueAt(container, 'resources', part);
  return isJsonObject(amounts) ? amounts : undefined;
}

const removalErrors = (container: JsonObject, old: JsonObject, path: string): FieldError[] =>
  PARTS.filter((part) => {
    const now = amountsOf(container, part) ?? {};
    return Object.keys(amountsOf(old, part) ?? {}).some((name) => now[name] === undefined);
  }).map((part) => forbidden(`${path}.${part}`, `resource ${part} cannot be removed`));

/** A container with the cpu and memory it had before. */
function unresized(container: JsonObject, old: JsonObject): JsonObject {
  const parts = PARTS.flatMap((part) => {
    const before = amountsOf(old, part);
    if (!before) return [];
    const others = Object.entries(amountsOf(container, part) ?? {}).filter(([name]) => !RESIZED.includes(name));
    const kept = RESIZED.filter((name) => before[name] !== undefined).map((name) => [name, before[name]]);
    return [[part, Object.fromEntries([...others, ...kept])]];
  });
  return { ...container, resources: Object.fromEntries(parts) as JsonObject };
}
