import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Problem } from '../contract.ts';
import { ProblemError } from './problem.ts';

const maxErrors = 20;

/** A query string as its schema types it, text turned into numbers and defaults filled in. Throws `invalid-parameter` naming what is wrong. */
export function validateQuery<S extends TSchema>(schema: S, query: unknown): Static<S> {
  // Express gives an object without a prototype, which the converter does not take for an object.
  const value = Value.Default(schema, Value.Convert(schema, { ...(query as object) }));
  if (Value.Check(schema, value)) return value;
  throw new ProblemError('invalid-parameter', {
    detail: 'A parameter of the query is not valid.',
    errors: fieldErrors(schema, value),
  });
}

/** A body of the schema. Throws `invalid-object` naming the fields that are wrong. */
export function validateBody<S extends TSchema>(schema: S, body: unknown): Static<S> {
  if (Value.Check(schema, body)) return body;
  throw new ProblemError('invalid-object', { detail: 'The body is not valid.', errors: fieldErrors(schema, body) });
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

function fieldErrors(schema: TSchema, value: unknown): NonNullable<Problem['errors']> {
  const errors = Value.Errors(schema, value) as readonly SchemaError[];
  return errors.flatMap(toFieldErrors).slice(0, maxErrors);
}

function toFieldErrors(error: SchemaError): { field: string; message: string }[] {
  const field = error.instancePath.slice(1).replaceAll('/', '.');
  const params = error.params as { requiredProperties?: string[]; allowedValues?: unknown[] };
  if (error.keyword === 'additionalProperties') return [];
  if (error.keyword === 'boolean') return [{ field, message: 'is not known here' }];
  if (params.requiredProperties) {
    return params.requiredProperties.map((name) => ({
      field: field ? `${field}.${name}` : name,
      message: 'is missing',
    }));
  }
  if (params.allowedValues) return [{ field, message: `must be one of ${params.allowedValues.join(', ')}` }];
  return [{ field, message: error.message }];
}
