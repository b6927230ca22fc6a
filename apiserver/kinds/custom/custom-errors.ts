import type { FieldError, FieldErrorType } from '../../errors/index.ts';
import { fieldError } from '../../errors/index.ts';
import type { KubeObject } from '../../object/kube-object.ts';
import { hasRules, ruleErrors } from '../../schema/cel/evaluate-rules.ts';
import type { Schema } from '../../schema/schema.ts';
import { validateSchema } from '../../schema/validate.ts';

/** With one of these a value is not of the form its rules are written for. */
const BLOCKING = new Set<FieldErrorType>(['required', 'tooLong', 'tooMany', 'typeInvalid']);

const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete ' +
  'validation';

/**
 * What is wrong with a custom resource by its schema and its rules.
 * @param old the object before an update
 */
export function customErrors(object: KubeObject, schema: Schema, old?: KubeObject): FieldError[] {
  const errors = validateSchema(object, schema, '', old);
  if (!hasRules(schema)) return errors;
  if (errors.some(({ type }) => BLOCKING.has(type))) {
    return [...errors, fieldError({ type: 'invalid', field: '<nil>', value: null, detail: NOT_CHECKED })];
  }
  return [...errors, ...ruleErrors({ value: object, ...(old && { old }) }, schema)];
}
