import type { JsonObject } from '../object/kube-object.ts';
import { V2_PREFIX } from './definition-name.ts';
import { transformSchema } from './transform-schema.ts';

/** A version of OpenAPI: how schemas are written in it. */
export type Dialect = {
  readonly reference: (name: string) => JsonObject;
  /** A definition of Kubernetes' own document. */
  readonly builtin: (name: string, definition: JsonObject) => JsonObject;
  /** A schema of a CustomResourceDefinition. */
  readonly custom: (schema: JsonObject) => JsonObject;
};

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
const V3_PREFIX = '#/components/schemas/';

/** What is for this server only. */
function withoutOwnMarks(schema: JsonObject): JsonObject {
  const copy = { ...schema };
  delete copy['x-go-type'];
  delete copy['x-kubernetes-preserve-unknown-fields'];
  return copy;
}

/** A reference has nothing beside it but in allOf. */
function referenceV3(schema: JsonObject): JsonObject {
  const { $ref, ...rest } = withoutOwnMarks(schema);
  if (typeof $ref !== 'string') return rest;
  const reference = { $ref: V3_PREFIX + $ref.slice(V2_PREFIX.length) };
  return Object.keys(rest).length === 0 ? reference : { allOf: [reference], ...rest };
}

/** Scalars of two types, which only version 3 can tell. */
const EITHER: Readonly<Record<string, readonly JsonObject[]>> = {
  [QUANTITY]: [{ type: 'string' }, { type: 'number' }],
  [INT_OR_STRING]: [{ type: 'integer' }, { type: 'string' }],
};

export const V3: Dialect = {
  reference: (name) => ({ $ref: V3_PREFIX + name }),
  builtin: (name, definition) => {
    const schema = transformSchema(definition, referenceV3);
    if (!EITHER[name]) return schema;
    delete schema['type'];
    return { ...schema, oneOf: EITHER[name] };
  },
  custom: (schema) => schema,
};

const NOT_IN_V2 = ['nullable', 'anyOf', 'oneOf', 'not', 'default', 'x-kubernetes-validations'] as const;

/** Clients of version 2 refuse what is not in it (apiextensions, ToStructuralOpenAPIV2). */
function customV2(schema: JsonObject): JsonObject {
  const copy = { ...schema };
  for (const name of NOT_IN_V2) delete copy[name];
  const isFree = copy['x-kubernetes-preserve-unknown-fields'] === true || schema['nullable'] === true;
  if (copy['x-kubernetes-int-or-string'] === true || isFree) delete copy['type'];
  if (isFree) for (const name of ['items', 'properties', 'required']) delete copy[name];
  return copy;
}

export const V2: Dialect = {
  reference: (name) => ({ $ref: V2_PREFIX + name }),
  builtin: (_name, definition) => transformSchema(definition, withoutOwnMarks),
  custom: (schema) => transformSchema(schema, customV2),
};
