import type { KubeObject } from '../object/kube-object.ts';
import { cloneJson, isJsonObject } from '../object/kube-object.ts';
import { applyDefaults } from './defaults.ts';
import { dropNulls, isDefaultedNull, isForbiddenNull } from './drop-nulls.ts';
import { isEmbedded, keepsUnknown, prune, schemaOfField, TYPE_FIELDS } from './prune.ts';
import type { Schema } from './schema.ts';

/** A custom resource without what its schema does not know or allow; the object itself if nothing of that is there. */
export function pruned(object: KubeObject, schema: Schema): KubeObject {
  if (conforms(object, schema, { isRoot: true, isComplete: false })) return object;
  const copy = cloneJson(object);
  prune(copy, schema, true);
  dropNulls(copy, schema);
  return copy;
}

/** As `pruned`, and with its defaults. */
export function completed(object: KubeObject, schema: Schema): KubeObject {
  if (isComplete(object, schema)) return object;
  const copy = pruned(object, schema);
  const own = copy === object ? cloneJson(copy) : copy;
  applyDefaults(own, schema);
  return own;
}

/** Whether there is nothing in a custom resource that its schema would take away, and nothing missing that it has a default for. */
export const isComplete = (object: KubeObject, schema: Schema): boolean =>
  conforms(object, schema, { isRoot: true, isComplete: true });

type Wanted = { readonly isRoot: boolean; readonly isComplete: boolean };

function conforms(value: unknown, schema: Schema, { isRoot, isComplete }: Wanted): boolean {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return true;
    const wanted = { isRoot: isEmbedded(items), isComplete };
    return value.every((item) => !(isComplete && isDefaultedNull(item, items)) && conforms(item, items, wanted));
  }
  if (!isJsonObject(value)) return true;
  if (isComplete && lacksField(value, schema)) return false;
  return Object.keys(value).every((name) => {
    if (isRoot && TYPE_FIELDS.has(name)) return true;
    const field = schemaOfField(schema, name);
    if (!field) return keepsUnknown(schema);
    const item = value[name];
    if (item === null) return isAllowedNull(field, isComplete);
    return conforms(item, field, { isRoot: isEmbedded(field), isComplete });
  });
}

const lacksField = (object: object, { properties = {} }: Schema): boolean =>
  Object.keys(properties).some((name) => properties[name]?.default !== undefined && !Object.hasOwn(object, name));

/** One that has a default is left to it. */
const isAllowedNull = (schema: Schema, isComplete: boolean): boolean =>
  !isForbiddenNull(schema) || (schema.default !== undefined && !isComplete);
