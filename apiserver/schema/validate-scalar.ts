import type { FieldError } from '../errors/index.ts';
import { fieldError, invalid } from '../errors/index.ts';
import { compilePattern } from './compile-pattern.ts';
import { isOfFormat } from './formats/index.ts';
import { isMultipleOf } from './is-multiple-of.ts';
import type { Schema } from './schema.ts';

/** What is wrong with a string or a number by its schema's bounds. */
export function scalarErrors(value: unknown, schema: Schema, path: string): FieldError[] {
  if (typeof value === 'string') return stringErrors(value, schema, path);
  return typeof value === 'number' ? numberErrors(value, schema, path) : [];
}

function stringErrors(value: string, schema: Schema, path: string): FieldError[] {
  const { maxLength, minLength, pattern, format = '' } = schema;
  const length = [...value].length;
  const errors: FieldError[] = [];
  if (maxLength !== undefined && length > maxLength) {
    errors.push(fieldError({ type: 'tooLong', field: path, detail: `may not be more than ${maxLength} bytes` }));
  }
  if (minLength !== undefined && length < minLength) {
    errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  }
  if (pattern !== undefined && !compilePattern(pattern).matcher(value).find()) {
    errors.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  }
  if (!isOfFormat(value, format)) {
    const detail = `${path} in body must be of type ${format}: ${JSON.stringify(value)}`;
    errors.push(fieldError({ type: 'typeInvalid', field: path, value, detail }));
  }
  return errors;
}

function numberErrors(value: number, schema: Schema, path: string): FieldError[] {
  const { maximum, minimum, exclusiveMaximum, exclusiveMinimum, multipleOf } = schema;
  const errors: FieldError[] = [];
  const say = (text: string): void => void errors.push(invalid(path, value, `${path} in body should be ${text}`));
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) {
    say(exclusiveMaximum ? `less than ${maximum}` : `less than or equal to ${maximum}`);
  }
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) {
    say(exclusiveMinimum ? `greater than ${minimum}` : `greater than or equal to ${minimum}`);
  }
  if (multipleOf !== undefined && !isMultipleOf(value, multipleOf)) say(`a multiple of ${multipleOf}`);
  return errors;
}
