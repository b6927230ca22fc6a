import type { FieldError } from '../../errors/index.ts';
import { forbidden } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { priorityClassColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { fields, needed, oneOf } from './validation/checks.ts';
import { immutableFieldErrors } from './validation/immutable.ts';

export const priorityClass = builtin({
  group: 'scheduling.k8s.io',
  version: 'v1',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  shortNames: ['pc'],
  namespaced: false,
  definition: 'io.k8s.api.scheduling.v1.PriorityClass',
  columns: priorityClassColumns,
  strategy: {
    countsGenerations: true,
    setDefaults: (object) => void (object['preemptionPolicy'] ??= 'PreemptLowerPriority'),
    errors: (object) => [...RULES(object, ''), ...valueErrors(object)],
    updateErrors: (object, old) => [
      ...(valueOf(object) === valueOf(old) ? [] : [forbidden('value', 'may not be changed in an update.')]),
      ...immutableFieldErrors(object, old, ['preemptionPolicy'], ''),
    ],
  },
});

const RULES = fields({ preemptionPolicy: needed(oneOf('PreemptLowerPriority', 'Never')) });

const HIGHEST = 1_000_000_000;
const SYSTEM = 'system-';
/** Above those of users, as kube-apiserver makes them itself. */
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2 * HIGHEST,
  'system-node-critical': 2 * HIGHEST + 1000,
};

const valueOf = (object: KubeObject): number => (object['value'] as number | undefined) ?? 0;

function valueErrors(object: KubeObject): FieldError[] {
  const { name = '' } = object.metadata;
  if (name.startsWith(SYSTEM)) {
    const error = systemError(name, object);
    const detail = `priority class names with '${SYSTEM}' prefix are reserved for system use only. error: ${error}`;
    return error ? [forbidden('metadata.name', detail)] : [];
  }
  const detail = `maximum allowed value of a user defined priority is ${HIGHEST}`;
  return valueOf(object) > HIGHEST ? [forbidden('value', detail)] : [];
}

/** Why it is none of the system's own; empty if it is. */
function systemError(name: string, object: KubeObject): string {
  const wanted = SYSTEM_CLASSES[name];
  if (wanted === undefined) return `${name} is not a known system priority class`;
  if (valueOf(object) !== wanted) return `value of ${name} PriorityClass must be ${wanted}`;
  return object['globalDefault'] === true ? `globalDefault of ${name} PriorityClass must be false` : '';
}
