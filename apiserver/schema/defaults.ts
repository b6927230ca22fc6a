import type { JsonObject } from '../object/kube-object.ts';
import { cloneJson, isJsonObject, setField } from '../object/kube-object.ts';
import { isDefaultedNull } from './drop-nulls.ts';
import { schemaOfField } from './prune.ts';
import type { Schema } from './schema.ts';

/** Sets, in place, what is absent and has a default; also a null where the schema allows none but has a default. */
export function applyDefaults(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return;
    value.forEach((item, index) => {
      if (isDefaultedNull(item, items)) value[index] = cloneJson(items.default);
      applyDefaults(value[index], items);
    });
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [name, { default: given }] of Object.entries(schema.properties ?? {})) {
    if (given !== undefined && !Object.hasOwn(value, name)) setField(value, name, cloneJson(given));
  }
  for (const name of Object.keys(value)) applyToField(value, name, schema);
}

function applyToField(object: JsonObject, name: string, schema: Schema): void {
  const field = schemaOfField(schema, name);
  if (!field) return;
  if (isDefaultedNull(object[name], field)) setField(object, name, cloneJson(field.default));
  applyDefaults(object[name], field);
}
