import type { Schema } from '../../../schema/schema.ts';

/** A schema as a definition may write it, also with fields that are refused. */
export type WrittenSchema = Omit<
  Schema,
  | 'items'
  | 'type'
  | 'properties'
  | 'additionalProperties'
  | 'allOf'
  | 'anyOf'
  | 'oneOf'
  | 'not'
  | 'x-kubernetes-list-type'
> & {
  readonly type?: string;
  readonly items?: WrittenSchema | readonly WrittenSchema[];
  readonly properties?: Readonly<Record<string, WrittenSchema>>;
  readonly additionalProperties?: WrittenSchema | boolean;
  readonly allOf?: readonly WrittenSchema[];
  readonly anyOf?: readonly WrittenSchema[];
  readonly oneOf?: readonly WrittenSchema[];
  readonly not?: WrittenSchema;
  readonly definitions?: Readonly<Record<string, WrittenSchema>>;
  readonly dependencies?: Readonly<Record<string, WrittenSchema | readonly string[]>>;
  readonly 'x-kubernetes-list-type'?: string;
};

/** Where a schema stands in a definition, and what that allows it. */
export type SchemaPlace = {
  readonly schema: WrittenSchema;
  readonly path: string;
  readonly isRoot?: boolean;
  /** Whether it is of an object's or an embedded resource's apiVersion, kind or metadata, or in it. */
  readonly isInMeta?: boolean;
  /** Why it may have no default; absent if it may. */
  readonly noDefault?: string;
};

/** Fields every object has. */
export const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** A schema's place, and those of all schemas in it. */
export function* walkSchema(place: SchemaPlace): Generator<SchemaPlace> {
  yield place;
  for (const child of childrenOf(place)) yield* walkSchema(child);
}

function childrenOf(place: SchemaPlace): SchemaPlace[] {
  const { schema, path, isInMeta, noDefault } = place;
  const inherited = { ...(isInMeta && { isInMeta }), ...(noDefault !== undefined && { noDefault }) };
  const at = (child: WrittenSchema, name: string): SchemaPlace => ({
    ...inherited,
    schema: child,
    path: `${path}.${name}`,
  });
  const { properties, additionalProperties, items, not, definitions, dependencies } = schema;
  return [
    ...entries(properties).map(([name, child]) => ({ ...at(child, `properties[${name}]`), ...metaMarks(place, name) })),
    ...(isSchema(additionalProperties)
      ? [{ ...at(additionalProperties, 'additionalProperties'), ...mapMarks(place) }]
      : []),
    ...(isSchema(items) ? [at(items, 'items')] : []),
    ...(Array.isArray(items) ? items : []).map((child, index) => at(child as WrittenSchema, `items[${index}]`)),
    ...(not ? [at(not, 'not')] : []),
    ...JUNCTORS.flatMap((name) => (schema[name] ?? []).map((child, index) => at(child, `${name}[${index}]`))),
    ...entries(definitions).map(([name, child]) => at(child, `definitions[${name}]`)),
    ...entries(dependencies).flatMap(([name, child]) => (isSchema(child) ? [at(child, `dependencies[${name}]`)] : [])),
  ];
}

export const JUNCTORS = ['allOf', 'anyOf', 'oneOf'] as const;

const entries = <T>(map: Readonly<Record<string, T>> | undefined): [string, T][] => Object.entries(map ?? {});

export const isSchema = (value: unknown): value is WrittenSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function metaMarks({ schema, isRoot }: SchemaPlace, name: string): Partial<SchemaPlace> {
  if (!META_FIELDS.has(name) || !(isRoot || schema['x-kubernetes-embedded-resource'])) return {};
  return { isInMeta: true, ...(isRoot && { noDefault: `in top-level ${name}` }) };
}

const mapMarks = ({ isInMeta }: SchemaPlace): Partial<SchemaPlace> =>
  isInMeta ? { noDefault: 'inside additionalProperties applying to object metadata' } : {};
