import { isJsonObject } from '../object/kube-object.ts';
import { schemaOfField } from './prune.ts';
import type { Schema } from './schema.ts';

/** Removes, in place, the fields that are null where their schema neither allows it nor has a default. */
export function dropNulls(value: unknown, schema: Schema): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) value.forEach((item) => dropNulls(item, items));
    return;
  }
  if (!isJsonObject(value)) return;
  for (const name of Object.keys(value)) {
    const field = schemaOfField(schema, name);
    if (!field) continue;
    if (value[name] === null && isForbiddenNull(field) && field.default === undefined) delete value[name];
    else dropNulls(value[name], field);
  }
}

/** Whether null is no value by a schema. */
export const isForbiddenNull = ({ nullable }: Schema): boolean => nullable !== true;

/** Whether a value that is there is to be replaced by its default. */
export const isDefaultedNull = (value: unknown, schema: Schema): boolean =>
  value === null && schema.default !== undefined && isForbiddenNull(schema);
