import type { JsonObject, KubeObject } from '../../object/kube-object.ts';
import { cloneJson } from '../../object/kube-object.ts';
import { createdAtColumns } from '../columns/plain-columns.ts';
import { builtin } from './define.ts';
import { objectAt, objectsIn, setAbsent, specOf } from './fields.ts';
import { limitRangeErrors } from './validation/limit-range.ts';

export const limitRange = builtin({
  group: '',
  version: 'v1',
  kind: 'LimitRange',
  plural: 'limitranges',
  shortNames: ['limits'],
  definition: 'io.k8s.api.core.v1.LimitRange',
  columns: createdAtColumns,
  strategy: { setDefaults, errors: limitRangeErrors, updateErrors: limitRangeErrors },
});

/** What a container gets that says nothing is the most there may be of it, and asked for by default, at least the least. */
function setDefaults(object: KubeObject): void {
  for (const limit of objectsIn(specOf(object)['limits'])) {
    if (limit['type'] !== 'Container') continue;
    const amounts = (name: string): JsonObject => cloneJson(limit[name] ?? {}) as JsonObject;
    setAbsent(objectAt(limit, 'default'), amounts('max'));
    setAbsent(objectAt(limit, 'defaultRequest'), { ...amounts('min'), ...amounts('default') });
  }
}
