import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid } from '../../../errors/index.ts';
import type { JsonObject } from '../../../object/kube-object.ts';
import { equalJson } from '../../../object/kube-object.ts';

const changedOf = (now: JsonObject, old: JsonObject, names: readonly string[]): string[] =>
  names.filter((name) => !equalJson(now[name], old[name]));

/** What never changes in a spec, or elsewhere. @param path of the fields, such as `spec.` */
export function immutableFieldErrors(
  now: JsonObject,
  old: JsonObject,
  names: readonly string[],
  path = 'spec.',
): FieldError[] {
  return changedOf(now, old, names).map((name) => invalid(`${path}${name}`, now[name] ?? null, 'field is immutable'));
}

/** The same of what classes of volumes say at their top, in the words for these. */
export const classChangeErrors = (now: JsonObject, old: JsonObject, names: readonly string[]): FieldError[] =>
  changedOf(now, old, names).map((name) => forbidden(name, `updates to ${name} are forbidden.`));
