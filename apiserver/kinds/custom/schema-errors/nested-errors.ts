import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid } from '../../../errors/index.ts';
import { compilePattern } from '../../../schema/compile-pattern.ts';
import type { WrittenSchema } from './walk-schema.ts';
import { isSchema, JUNCTORS } from './walk-schema.ts';

/** Fields that say what a value is, and not only which values are allowed: they belong outside of junctors. */
const FORBIDDEN: Readonly<Record<string, string>> = {
  type: 'empty',
  additionalProperties: 'undefined',
  default: 'undefined',
  title: 'empty',
  description: 'empty',
  nullable: 'false',
  'x-kubernetes-preserve-unknown-fields': 'false',
  'x-kubernetes-embedded-resource': 'false',
  'x-kubernetes-int-or-string': 'false',
  'x-kubernetes-list-map-keys': 'empty',
  'x-kubernetes-list-type': 'undefined',
  'x-kubernetes-map-type': 'undefined',
  'x-kubernetes-validations': 'empty',
};

/** What is wrong with a schema within allOf, anyOf, oneOf or not, and those in it. */
export function nestedErrors(schema: WrittenSchema, path: string): FieldError[] {
  const { properties = {}, items, not } = schema;
  return [
    ...Object.entries(FORBIDDEN)
      .filter(([name, zero]) => isSet((schema as Readonly<Record<string, unknown>>)[name], zero))
      .map(([name, zero]) => forbidden(`${path}.${name}`, `must be ${zero} to be structural`)),
    ...(Object.hasOwn(properties, 'metadata')
      ? [forbidden(`${path}.properties[metadata]`, 'must not be specified in a nested context')]
      : []),
    ...patternErrors(schema, path),
    ...Object.entries(properties).flatMap(([name, field]) => nestedErrors(field, `${path}.properties[${name}]`)),
    ...(isSchema(items) ? nestedErrors(items, `${path}.items`) : []),
    ...JUNCTORS.flatMap((name) =>
      (schema[name] ?? []).flatMap((child, index) => nestedErrors(child, `${path}.${name}[${index}]`)),
    ),
    ...(not ? nestedErrors(not, `${path}.not`) : []),
  ];
}

function isSet(value: unknown, zero: string): boolean {
  if (value === undefined || value === null) return false;
  if (zero === 'undefined') return true;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

export function patternErrors({ pattern }: WrittenSchema, path: string): FieldError[] {
  if (pattern === undefined) return [];
  try {
    compilePattern(pattern);
    return [];
  } catch (error) {
    const detail = `must be a valid regular expression, but isn't: ${(error as Error).message}`;
    return [invalid(`${path}.pattern`, pattern, detail)];
  }
}
