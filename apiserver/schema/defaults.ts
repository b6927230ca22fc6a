import { cloneJson, isJsonObject } from '../object/kube-object.ts';
import { schemaOfField } from './prune.ts';
import type { Schema } from './schema.ts';

/** Sets, in place, what is absent and has a default; also a null where the schema allows none but has a default. */
export function applyDefaults(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) value.forEach((item) => applyDefaults(item, items));
    return;
  }
  if (!isJsonObject(value)) return;
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (field.default === undefined) continue;
    const isAbsent = !Object.hasOwn(value, name) || (value[name] === null && !field.nullable);
    if (isAbsent) value[name] = cloneJson(field.default);
  }
  for (const name of Object.keys(value)) {
    const field = schemaOfField(schema, name);
    if (field) applyDefaults(value[name], field);
  }
}
