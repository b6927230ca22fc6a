import type { FieldError } from '../../../errors/index.ts';
import { forbidden, invalid } from '../../../errors/index.ts';
import type { WrittenSchema } from './walk-schema.ts';

/** Fields that leave a status' schema whole when it is taken out of the object's. */
const ALLOWED = [
  'description type format title maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern',
  'maxItems minItems uniqueItems multipleOf required items properties externalDocs example',
  'x-kubernetes-preserve-unknown-fields x-kubernetes-validations',
].flatMap((names) => names.split(' '));

/** What is wrong with a schema because it is the root of an object's. */
export const rootErrors = (schema: WrittenSchema, path: string, hasStatus: boolean): FieldError[] => [
  ...(hasStatus ? statusErrors(schema, path) : []),
  ...(schema.nullable ? [forbidden(`${path}.nullable`, 'nullable cannot be true at the root')] : []),
];

function statusErrors(schema: WrittenSchema, path: string): FieldError[] {
  const isAllowed = ([name, value]: [string, unknown]): boolean =>
    ALLOWED.includes(name) || value === undefined || value === null || value === false;
  if (schema.type && schema.type !== 'object') {
    const detail =
      'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
    return [invalid(`${path}.type`, schema.type, detail)];
  }
  if (Object.entries(schema).every(isAllowed)) return [];
  const detail = `only [${ALLOWED.map(asGoNames).join(' ')}] fields are allowed at the root of the schema if the status subresource is enabled`;
  return [invalid(path, schema, detail)];
}

/** A field's name in Kubernetes' own code. */
const asGoNames = (name: string): string => {
  const text = name.replace('x-kubernetes-', 'x-').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
};
