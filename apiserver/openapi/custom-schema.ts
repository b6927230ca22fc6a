import type { JsonObject } from '../object/kube-object.ts';
import { isJsonObject } from '../object/kube-object.ts';
import { OBJECT_META } from './definition-name.ts';
import { transformSchema } from './transform-schema.ts';
import { EMBEDDED_API_VERSION, EMBEDDED_KIND, OBJECT_METADATA_TEXT } from './type-meta.ts';

/** Writes a field that refers to a definition, with a text of its own. */
type Described = (name: string, description: string) => JsonObject;

const EITHER = [{ type: 'integer' }, { type: 'string' }];

/** A schema of a CustomResourceDefinition as version 3 tells it. */
export function customV3(schema: JsonObject, described: Described): JsonObject {
  return transformSchema(schema, (one) => withEither(withType(one, described)));
}

/** What may be a number or a text says so in words every client knows. */
function withEither(schema: JsonObject): JsonObject {
  const isEither = schema['x-kubernetes-int-or-string'] === true && !schema['anyOf'] && !schema['allOf'];
  return isEither ? { ...schema, anyOf: EITHER } : schema;
}

/** An embedded object has a type and metadata. */
function withType(schema: JsonObject, described: Described): JsonObject {
  if (schema['x-kubernetes-embedded-resource'] !== true) return schema;
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const required = new Set([...((schema['required'] ?? []) as string[]), 'kind', 'apiVersion']);
  return {
    ...schema,
    required: [...required],
    properties: {
      ...properties,
      apiVersion: EMBEDDED_API_VERSION,
      kind: EMBEDDED_KIND,
      metadata: described(OBJECT_META, OBJECT_METADATA_TEXT),
    },
  };
}

/** The same as version 2 tells it, whose clients refuse what is not in it (apiextensions, ToStructuralOpenAPIV2). */
export function customV2(schema: JsonObject, described: Described): JsonObject {
  const typed = transformSchema(schema, (one) => (isFree(one) ? one : withType(one, described)));
  return transformSchema(transformSchema(typed, withoutNullableRequired), inV2);
}

const isFree = (schema: JsonObject): boolean => schema['x-kubernetes-preserve-unknown-fields'] === true;

/** Nothing can be required that may be null, which version 2 cannot tell. */
function withoutNullableRequired(schema: JsonObject): JsonObject {
  const { properties, additionalProperties, required } = schema;
  if (!Array.isArray(required)) return schema;
  const isNullable = (one: unknown): boolean => isJsonObject(one) && one['nullable'] === true;
  const fields = isJsonObject(properties) ? properties : {};
  const kept = isNullable(additionalProperties) ? [] : required.filter((name) => !isNullable(fields[String(name)]));
  const copy = { ...schema, required: kept };
  if (kept.length === 0) delete (copy as JsonObject)['required'];
  return copy;
}

const NOT_IN_V2 = ['nullable', 'allOf', 'anyOf', 'oneOf', 'not', 'default'] as const;

function inV2(schema: JsonObject): JsonObject {
  const copy = { ...schema };
  for (const name of NOT_IN_V2) delete copy[name];
  const isOpen = isFree(schema) || schema['nullable'] === true;
  if (isOpen) for (const name of ['items', 'properties']) delete copy[name];
  const isBareList = schema['type'] === 'array' && copy['items'] === undefined;
  if (schema['nullable'] === true || isBareList || (isFree(schema) && schema['type'] === 'object')) delete copy['type'];
  if (schema['x-kubernetes-int-or-string'] === true) delete copy['type'];
  return copy;
}
