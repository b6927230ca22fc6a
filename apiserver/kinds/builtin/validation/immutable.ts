import type { FieldError } from '../../../errors/index.ts';
import { invalid } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { equalJson } from '../../../object/kube-object.ts';

/** What never changes in a spec, or elsewhere. @param path of the fields, such as `spec.` */
export function immutableFieldErrors(
  now: JsonObject,
  old: JsonObject,
  names: readonly string[],
  path = 'spec.',
): FieldError[] {
  const changed = names.filter((name) => !equalJson(now[name], old[name]));
  return changed.map((name) => invalid(`${path}${name}`, now[name] ?? null, 'field is immutable'));
}
