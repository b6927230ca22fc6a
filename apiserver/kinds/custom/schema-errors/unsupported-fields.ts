import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid } from '../../../errors/index.ts';
import type { SchemaPlace, WrittenSchema } from './walk-schema.ts';
import { walkSchema } from './walk-schema.ts';

/** Fields of JSON Schema that definitions may not use. */
const UNSUPPORTED = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'] as const;

/** The fields of a schema that are not supported, at their places. */
export const unsupportedErrors = ({ schema, path }: SchemaPlace): FieldError[] => [
  ...UNSUPPORTED.filter((name) => isGiven(schema, name)).map((name) =>
    forbidden(`${path}.${name}`, `${name} is not supported`),
  ),
  ...(Array.isArray(schema.items)
    ? [forbidden(`${path}.items`, 'items must be a schema object and not an array')]
    : []),
];

/** Whether a schema has nothing that keeps it from being read as a structural one. */
export const isReadable = (root: SchemaPlace): boolean =>
  [...walkSchema(root)].every((place) => unsupportedErrors(place).length === 0 && !isGiven(place.schema, '$schema'));

/** What is told of a schema that cannot be read and has no other error. */
export const unreadable = (path: string): FieldError => invalid(path, '', "OpenAPIV3Schema 'schema' is not supported");

function isGiven(schema: WrittenSchema, name: string): boolean {
  const value = (schema as Readonly<Record<string, unknown>>)[name];
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '';
}
