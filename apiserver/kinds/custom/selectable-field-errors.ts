import type { FieldError } from '../../errors/index.ts';
import { duplicate, invalid, required } from '../../errors/index.ts';
import type { Schema } from '../../schema/schema.ts';

const SELECTABLE_TYPES: readonly unknown[] = ['string', 'boolean', 'integer'];
const WRONG_TYPE =
  'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';

/** What is wrong with the fields a version's field selectors may name. @param at where they stand */
export function selectableFieldErrors(
  fields: readonly { readonly jsonPath?: string }[],
  schema: Schema,
  at: string,
): FieldError[] {
  const seen = new Set<string>();
  return fields.flatMap(({ jsonPath = '' }, index) => {
    const field = `${at}[${index}].jsonPath`;
    if (!jsonPath) return [required(field)];
    const problem = pathProblem(jsonPath, schema);
    if (problem) return [invalid(field, jsonPath, problem)];
    if (seen.has(jsonPath)) return [duplicate(field, jsonPath)];
    seen.add(jsonPath);
    return [];
  });
}

function pathProblem(path: string, schema: Schema): string {
  const [before = '', ...names] = path.split('.');
  if (before !== '') return `is an invalid path: expected [ or . but got: ${before}`;
  if (path.includes('[')) return 'is an invalid path: array notation is not allowed';
  const found = names.reduce<Schema | undefined>((inner, name) => inner && fieldOf(inner, name), schema);
  if (!found) return 'is an invalid path: does not refer to a valid field';
  return SELECTABLE_TYPES.includes(found.type) ? '' : WRONG_TYPE;
}

function fieldOf({ properties = {}, additionalProperties }: Schema, name: string): Schema | undefined {
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
