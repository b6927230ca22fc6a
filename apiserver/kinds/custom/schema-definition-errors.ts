import type { FieldError } from '../../errors/index.ts';
import { invalid, required } from '../../errors/index.ts';
import { compilePattern } from '../../schema/compile-pattern.ts';
import type { Schema } from '../../schema/schema.ts';
import { validateSchema } from '../../schema/validate.ts';
import { ruleDefinitionErrors } from './rule-definition-errors.ts';

/** What is wrong with the schema of a definition's version (apiextensions, structural schemas and rules). */
export function schemaDefinitionErrors(schema: Schema, path: string): FieldError[] {
  const errors = [...rootErrors(schema, path), ...structuralErrors(schema, path)];
  // Only a schema of the right form has types rules can be checked against.
  return errors.length > 0 ? errors : ruleDefinitionErrors(schema, path);
}

function rootErrors({ type }: Schema, path: string): FieldError[] {
  if (!type || type === 'object') return [];
  return [invalid(`${path}.type`, type, 'must be object at the root')];
}

/** Each value's type is known, or it is marked as free. */
function structuralErrors(schema: Schema, path: string): FieldError[] {
  const isFree = schema['x-kubernetes-int-or-string'] || schema['x-kubernetes-preserve-unknown-fields'];
  const hasNoType = !schema.type && !isFree;
  const { properties = {}, items, additionalProperties } = schema;
  return [
    ...(hasNoType ? [required(`${path}.type`, 'must not be empty for specified object fields')] : []),
    ...(schema.type === 'array' && !items ? [required(`${path}.items`, 'must be specified')] : []),
    ...patternErrors(schema, path),
    ...defaultErrors(schema, path),
    ...Object.entries(properties).flatMap(([name, field]) => structuralErrors(field, `${path}.properties[${name}]`)),
    ...(items ? structuralErrors(items, `${path}.items`) : []),
    ...(typeof additionalProperties === 'object'
      ? structuralErrors(additionalProperties, `${path}.additionalProperties`)
      : []),
  ];
}

function patternErrors({ pattern }: Schema, path: string): FieldError[] {
  if (pattern === undefined) return [];
  try {
    compilePattern(pattern);
    return [];
  } catch (error) {
    const detail = `must be a valid regular expression, but isn't: ${(error as Error).message}`;
    return [invalid(`${path}.pattern`, pattern, detail)];
  }
}

function defaultErrors(schema: Schema, path: string): FieldError[] {
  if (schema.default === undefined || hasBadPattern(schema)) return [];
  return validateSchema(schema.default, schema).map((error) => ({
    ...error,
    field: error.field === '' || error.field === '<nil>' ? `${path}.default` : `${path}.default.${error.field}`,
  }));
}

const hasBadPattern = (schema: Schema): boolean =>
  patternErrors(schema, '').length > 0 || Object.values(schema.properties ?? {}).some(hasBadPattern);
