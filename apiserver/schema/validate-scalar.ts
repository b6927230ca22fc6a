import type { FieldError } from '../errors/index.ts';
import { fieldError, invalid } from '../errors/index.ts';
import { compilePattern } from './compile-pattern.ts';
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
  if (FORMATS[format] && !FORMATS[format](value)) {
    const detail = `${path} in body must be of type ${format}: ${JSON.stringify(value)}`;
    errors.push(fieldError({ type: 'typeInvalid', field: path, value, detail }));
  }
  return errors;
}

/** The formats in common use; others are not checked. */
const FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
  'date-time': (value) =>
    /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)),
  uuid: (value) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(value),
  byte: (value) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value),
};

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
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) say(`a multiple of ${multipleOf}`);
  return errors;
}
