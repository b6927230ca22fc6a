import { builtinObjectMeta } from '../kinds/builtin/builtin-schema.ts';
import type { Resource } from '../kinds/resource.ts';
import type { Schema } from '../schema/schema.ts';

const roots = new WeakMap<Resource, Schema>();

/** A custom kind's schema with the fields every object has. */
export function rootSchema(resource: Resource): Schema {
  const known = roots.get(resource);
  if (known) return known;
  const text = { type: 'string' } as const;
  const properties = { ...resource.schema.properties, apiVersion: text, kind: text, metadata: builtinObjectMeta() };
  const schema = resource.decoding === 'typed' ? resource.schema : { ...resource.schema, properties };
  roots.set(resource, schema);
  return schema;
}
