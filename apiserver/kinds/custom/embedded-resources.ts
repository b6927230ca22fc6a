import type { JsonObject } from '../../object/kube-object.ts';
import { isJsonObject } from '../../object/kube-object.ts';
import { decodeTyped } from '../../schema/decode-typed.ts';
import { isEmbedded, schemaOfField } from '../../schema/prune.ts';
import type { Schema } from '../../schema/schema.ts';
import { childPath, itemPath } from '../../schema/schema.ts';
import { builtinObjectMeta, OBJECT_META } from '../builtin/builtin-schema.ts';
import { writeAsGo } from '../builtin/write-as-go.ts';

/** An object within a custom resource (x-kubernetes-embedded-resource). */
export type EmbeddedResource = { readonly object: JsonObject; readonly path: string };

/** The embedded resources of a value, outer ones first. */
export function* embeddedResources(value: unknown, schema: Schema, path = ''): Generator<EmbeddedResource> {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return;
    for (const [index, item] of value.entries()) yield* embeddedResources(item, items, itemPath(path, index));
    return;
  }
  if (!isJsonObject(value)) return;
  if (isEmbedded(schema)) yield { object: value, path };
  for (const [name, field] of Object.entries(value)) {
    const own = schemaOfField(schema, name);
    const isField = Object.hasOwn(schema.properties ?? {}, name);
    if (own) yield* embeddedResources(field, own, (isField ? childPath : itemPath)(path, name));
  }
}

/**
 * Makes the metadata of embedded resources, in place, what Kubernetes writes of it.
 * @throws Error for metadata, an apiVersion or a kind of another type
 */
export function decodeEmbedded(object: JsonObject, schema: Schema): void {
  for (const embedded of embeddedResources(object, schema)) {
    for (const name of ['apiVersion', 'kind']) checkText(embedded, name);
    if (embedded.object['metadata'] !== undefined) decodeMetadata(embedded);
  }
}

function checkText({ object, path }: EmbeddedResource, name: string): void {
  const value = object[name];
  if (value === undefined || typeof value === 'string') return;
  throw new Error(`${childPath(path, name)}: Invalid value: ${JSON.stringify(value)}: must be a string`);
}

function decodeMetadata({ object, path }: EmbeddedResource): void {
  const { metadata } = object;
  try {
    object['metadata'] = decoded(metadata ?? {});
  } catch (error) {
    const place = `${childPath(path, 'metadata')}: Invalid value: ${JSON.stringify(metadata)}`;
    throw new Error(`${place}: ${(error as Error).message}`, { cause: error });
  }
}

function decoded(metadata: unknown): JsonObject {
  if (!isJsonObject(metadata)) {
    const found = Array.isArray(metadata) ? 'array' : typeof metadata;
    throw new Error(`json: cannot unmarshal ${found} into Go value of type v1.ObjectMeta`);
  }
  decodeTyped(metadata, builtinObjectMeta(), 'ObjectMeta');
  writeAsGo(metadata, OBJECT_META);
  return metadata;
}
