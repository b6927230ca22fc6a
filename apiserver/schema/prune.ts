import { builtinObjectMeta } from '../kinds/builtin/builtin-schema.ts';
import { isJsonObject } from '../object/kube-object.ts';
import type { Schema } from './schema.ts';
import { childPath, itemPath } from './schema.ts';

/** Fields of every object and embedded resource, whatever its schema says. */
export const TYPE_FIELDS = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * Removes, in place, the fields a schema does not know.
 * @param isResourceRoot apiVersion, kind and metadata are always known at the root of an object
 * @returns their paths, sorted by where they are
 */
export function prune(value: unknown, schema: Schema, isResourceRoot: boolean): string[] {
  const unknown: string[] = [];
  pruneValue({ value, schema, path: '', isResourceRoot }, unknown);
  return unknown;
}

type Visit = { value: unknown; schema: Schema; path: string; isResourceRoot: boolean };

function pruneValue({ value, schema, path, isResourceRoot }: Visit, unknown: string[]): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return;
    value.forEach((item: unknown, index) =>
      pruneValue(
        { value: item, schema: items, path: itemPath(path, index), isResourceRoot: isEmbedded(items) },
        unknown,
      ),
    );
    return;
  }
  if (!isJsonObject(value)) return;
  for (const name of Object.keys(value)) {
    const field = childPath(path, name);
    if (isResourceRoot && TYPE_FIELDS.has(name)) {
      // That of the object itself is looked at where it is decoded.
      if (name === 'metadata' && path !== '') {
        pruneValue({ value: value[name], schema: builtinObjectMeta(), path: field, isResourceRoot: false }, unknown);
      }
      continue;
    }
    const known = schemaOfField(schema, name);
    if (known)
      pruneValue({ value: value[name], schema: known, path: field, isResourceRoot: isEmbedded(known) }, unknown);
    else if (!keepsUnknown(schema)) {
      delete value[name];
      unknown.push(field);
    }
  }
}

export const isEmbedded = (schema: Schema): boolean => schema['x-kubernetes-embedded-resource'] === true;

/** The schema of a field of an object; undefined if there is none. */
export function schemaOfField(schema: Schema, name: string): Schema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** Whether an object may have fields its schema does not tell of. */
export const keepsUnknown = (schema: Schema): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
