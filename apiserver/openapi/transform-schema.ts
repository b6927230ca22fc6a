import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';

const SCHEMA_MAPS = new Set(['properties', 'patternProperties', 'definitions']);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf']);
const SCHEMAS = new Set(['items', 'additionalProperties', 'not']);

/** Rewrites a schema and all schemas in it, the innermost first; what is no schema, such as a default, stays. */
export function transformSchema(schema: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(schema)) copy[name] = transformPart(name, value, change);
  return change(copy);
}

function transformPart(name: string, value: unknown, change: (schema: JsonObject) => JsonObject): unknown {
  const transform = (item: unknown): unknown => (isJsonObject(item) ? transformSchema(item, change) : item);
  if (SCHEMAS.has(name)) return transform(value);
  if (SCHEMA_LISTS.has(name) && Array.isArray(value)) return value.map(transform);
  if (!SCHEMA_MAPS.has(name) || !isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, transform(item)]));
}
