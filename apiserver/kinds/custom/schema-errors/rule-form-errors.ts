import type { FieldError } from '../../../errors/index.ts';
import { invalid, notSupported, required } from '../../../errors/index.ts';
import { fieldSteps } from '../../../schema/cel/result-path.ts';
import { schemaOfField } from '../../../schema/prune.ts';
import type { Schema, ValidationRule } from '../../../schema/schema.ts';
import type { SchemaPlace } from './walk-schema.ts';

/** What is wrong with a schema's rules before anybody looks at their expressions. */
export const ruleFormErrors = ({ schema, path }: SchemaPlace): FieldError[] =>
  (schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) => {
    const at = `${path}.x-kubernetes-validations[${index}]`;
    return [...messageErrors(rule, at), ...resultErrors(rule, at, schema as Schema)];
  });

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const NEWLINE = /[\n\r]/;

function messageErrors({ rule = '', message = '', messageExpression = '' }: ValidationRule, at: string): FieldError[] {
  const error = messageError(rule.trim(), message, at);
  const isBlank = messageExpression !== '' && messageExpression.trim() === '';
  return [
    ...(error ? [error] : []),
    ...(isBlank ? [required(`${at}.messageExpression`, 'messageExpression must be non-empty if specified')] : []),
  ];
}

function messageError(rule: string, message: string, at: string): FieldError | undefined {
  const text = message.trim();
  if (rule === '') return required(`${at}.rule`, 'rule is not specified');
  if (message !== '' && text === '') return invalid(`${at}.message`, message, 'must be non-empty if specified');
  if (NEWLINE.test(text)) return invalid(`${at}.message`, message, 'must not contain line breaks');
  if (text !== '' || !NEWLINE.test(rule)) return undefined;
  return required(`${at}.message`, 'message must be specified if rule contains line breaks');
}

function resultErrors({ reason, fieldPath = '' }: ValidationRule, at: string, schema: Schema): FieldError[] {
  const wrong = (detail: string): FieldError => invalid(`${at}.fieldPath`, fieldPath, detail);
  const isReason = reason === undefined || REASONS.includes(reason);
  return [
    ...(isReason ? [] : [notSupported(`${at}.reason`, reason, REASONS)]),
    ...(fieldPath !== '' && fieldPath.trim() === '' ? [wrong('must be non-empty if specified')] : []),
    ...(NEWLINE.test(fieldPath) ? [wrong('must not contain line breaks')] : []),
    ...(fieldPath === '' || hasField(schema, fieldPath) ? [] : [wrong('must be a valid path')]),
  ];
}

/** Whether a schema has the field a path names. */
function hasField(schema: Schema, fieldPath: string): boolean {
  const steps = fieldSteps(fieldPath);
  let at: Schema | undefined = schema;
  for (const step of steps ?? []) at = at && schemaOfField(at, step);
  return fieldPath === fieldPath.trim() && steps !== undefined && at !== undefined;
}
