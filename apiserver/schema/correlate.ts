import { equalityKey } from '../object/go-json.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { equalJson, isJsonObject } from '../object/kube-object.ts';
import type { Schema } from './schema.ts';

/** Which item of a list before an update an item is: only lists with keys can tell; undefined otherwise. */
export function correlate(old: unknown, schema: Schema, item: unknown): unknown {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return old.find((other: unknown) => {
    if (!isJsonObject(other) || !isJsonObject(item)) return false;
    return keys.every((key) => equalJson(other[key], item[key]));
  });
}

/** As `correlate`, for many items of one list. */
export function correlation(old: unknown, schema: Schema): (item: unknown) => unknown {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(old)) return () => undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const keyOf = (item: JsonObject): string => equalityKey(keys.map((key) => item[key]));
  const byKey = new Map(
    old
      .filter(isJsonObject)
      .toReversed()
      .map((item) => [keyOf(item), item]),
  );
  return (item) => (isJsonObject(item) ? byKey.get(keyOf(item)) : undefined);
}
