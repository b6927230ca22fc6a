import { equalJson, isJsonObject } from '../object/kube-object.ts';
import { schemaOfField } from './prune.ts';
import type { Schema } from './schema.ts';

const UNORDERED = ['set', 'map'];

/** Whether two values say the same; the order of lists of type set and map does not matter. */
export function equalBySchema(a: unknown, b: unknown, schema: Schema): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return equalLists(a, b, schema);
  if (!isJsonObject(a) || !isJsonObject(b)) return equalJson(a, b);
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every(
    (name) => Object.hasOwn(b, name) && equalBySchema(a[name], b[name], schemaOfField(schema, name) ?? {}),
  );
}

function equalLists(a: readonly unknown[], b: readonly unknown[], schema: Schema): boolean {
  if (a.length !== b.length) return false;
  const { items = {} } = schema;
  if (!UNORDERED.includes(schema['x-kubernetes-list-type'] ?? '')) {
    return a.every((item, index) => equalBySchema(item, b[index], items));
  }
  return a.every((item) => b.some((other) => equalBySchema(item, other, items)));
}
