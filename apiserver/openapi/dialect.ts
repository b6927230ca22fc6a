import type { JsonObject } from '../object/kube-object.ts';
import { customV2, customV3 } from './custom-schema.ts';
import { V2_PREFIX } from './definition-name.ts';
import { transformSchema } from './transform-schema.ts';
import { withDefaults } from './with-defaults.ts';

/** A version of OpenAPI: how schemas are written in it. */
export type Dialect = {
  readonly reference: (name: string) => JsonObject;
  /** A field that refers to a definition, with a text of its own. */
  readonly described: (name: string, description: string) => JsonObject;
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

const describedV3 = (name: string, description: string): JsonObject => ({
  allOf: [{ $ref: V3_PREFIX + name }],
  description,
});

export const V3: Dialect = {
  reference: (name) => ({ $ref: V3_PREFIX + name }),
  described: describedV3,
  builtin: (name, definition) => {
    const schema = transformSchema(withDefaults(name, definition), referenceV3);
    if (!EITHER[name]) return schema;
    delete schema['type'];
    return { ...schema, oneOf: EITHER[name] };
  },
  custom: (schema) => customV3(schema, describedV3),
};

/** Version 2 is told without defaults. */
function builtinV2(schema: JsonObject): JsonObject {
  const copy = withoutOwnMarks(schema);
  delete copy['default'];
  return copy;
}

const describedV2 = (name: string, description: string): JsonObject => ({ $ref: V2_PREFIX + name, description });

export const V2: Dialect = {
  reference: (name) => ({ $ref: V2_PREFIX + name }),
  described: describedV2,
  builtin: (_name, definition) => transformSchema(definition, builtinV2),
  custom: (schema) => customV2(schema, describedV2),
};
