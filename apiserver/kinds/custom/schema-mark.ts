import { createHash } from 'node:crypto';
import type { Schema } from '../../schema/schema.ts';

const LENGTH = 16;

/** A short text that is the same for two schemas by which an object is completed in the same way. */
export function schemaMark(schema: Schema): string {
  return createHash('sha256')
    .update(JSON.stringify(skeletonOf(schema)))
    .digest('base64url')
    .slice(0, LENGTH);
}

/** What of a schema decides what it takes away from an object, and what it adds. */
function skeletonOf(schema: Schema): object {
  const { properties, additionalProperties, items, nullable, default: given } = schema;
  const fields = Object.entries(properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    fields.map(([name, field]) => [name, skeletonOf(field)]),
    typeof additionalProperties === 'object' ? skeletonOf(additionalProperties) : additionalProperties,
    items && skeletonOf(items),
    nullable,
    given,
    schema['x-kubernetes-preserve-unknown-fields'],
    schema['x-kubernetes-embedded-resource'],
  ];
}
