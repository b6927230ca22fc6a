import type { TSchema } from 'typebox';
import { apiVersion, type Kind } from './kind.ts';

/** A JSON Schema (2020-12, as OpenAPI 3.1 uses it) with the `x-kubernetes-*` extensions of CRDs. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema;
  readonly [keyword: string]: unknown;
}

type MutableSchema = { -readonly [K in keyof JsonSchema]: JsonSchema[K] };

/** Name of a kind's schema among the components of an OpenAPI document: `dev.durasync.mirror.v1.Job`. */
export function schemaName(kind: Kind): string {
  return [...kind.group.split('.').reverse(), kind.version, kind.kind].join('.');
}

/**
 * The schema of a whole object of the kind. A field that has a default is not required, so an object validates as a
 * user writes it. Unknown fields are left to the API server, which names them.
 */
export function objectSchema(kind: Kind): JsonSchema {
  return {
    type: 'object',
    description: kind.description,
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: {
      apiVersion: { type: 'string', description: 'Version of the schema.', enum: [apiVersion(kind)] },
      kind: { type: 'string', description: 'Kind of the object.', enum: [kind.kind] },
      metadata: objectMetaSchema,
      spec: fromTypeBox(kind.spec),
      status: fromTypeBox(kind.status),
    },
    ...(kind.rules === undefined ? {} : { 'x-kubernetes-validations': kind.rules }),
  };
}

/** Reduces a TypeBox schema to plain JSON Schema: records become additionalProperties, defaults lift `required`. */
export function fromTypeBox(schema: TSchema): JsonSchema {
  return normalise(JSON.parse(JSON.stringify(schema)) as MutableSchema);
}

function normalise(schema: MutableSchema): JsonSchema {
  const { properties, required, items, patternProperties, ...rest } = schema;
  const result: MutableSchema = { ...rest };
  if (items !== undefined) result.items = normalise({ ...items });
  if (patternProperties !== undefined) {
    const [values] = Object.values(patternProperties as Record<string, JsonSchema>);
    if (values !== undefined) result.additionalProperties = normalise({ ...values });
  }
  if (properties === undefined) return result;
  const entries = Object.entries(properties).map(([name, value]) => [name, normalise({ ...value })] as const);
  const demanded = (required ?? []).filter((name) => properties[name]?.default === undefined);
  if (demanded.length > 0) result.required = demanded;
  result.properties = Object.fromEntries(entries);
  return result;
}

const texts = (description: string): JsonSchema => ({
  type: 'object',
  description,
  additionalProperties: { type: 'string' },
});

/** ObjectMeta as clients read and write it. */
const objectMetaSchema: JsonSchema = {
  type: 'object',
  description: 'Standard metadata.',
  properties: {
    name: { type: 'string', description: 'Name, unique in the namespace.' },
    namespace: { type: 'string', description: 'Namespace of the object.' },
    uid: { type: 'string', description: 'Identity, given by the server.' },
    resourceVersion: { type: 'string', description: 'Version for optimistic locking.' },
    generation: { type: 'integer', format: 'int64', description: 'Counts the changes of the spec.' },
    creationTimestamp: { type: 'string', format: 'date-time', description: 'When the object was created.' },
    deletionTimestamp: { type: 'string', format: 'date-time', description: 'When its deletion was asked for.' },
    labels: texts('Labels, for selecting.'),
    annotations: texts('Annotations, for notes.'),
    finalizers: {
      type: 'array',
      items: { type: 'string' },
      description: 'What must still happen before the object goes.',
    },
    ownerReferences: {
      type: 'array',
      items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      description: 'Objects that this one goes with.',
    },
  },
};
