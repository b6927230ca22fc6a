import { invalidObject } from '../errors/index.ts';
import { dryRunErrors } from '../rest/delete-options.ts';
import type { ApiRequest } from './api-request.ts';
import type { FieldValidation } from './decode-object.ts';

const FIELD_VALIDATIONS: readonly string[] = ['Ignore', 'Warn', 'Strict'];

export function fieldValidationOf({ query, method }: ApiRequest): FieldValidation {
  const value = query.get('fieldValidation') || 'Warn';
  if (FIELD_VALIDATIONS.includes(value)) return value as FieldValidation;
  const kind = { POST: 'CreateOptions', PUT: 'UpdateOptions' }[method] ?? 'PatchOptions';
  const detail = `supported values: ${['Ignore', 'Strict', 'Warn'].map((item) => JSON.stringify(item)).join(', ')}`;
  const body = `Unsupported value: ${JSON.stringify(value)}: ${detail}`;
  const error = { type: 'notSupported', field: 'fieldValidation', reason: 'FieldValueNotSupported', body } as const;
  throw invalidObject({ group: 'meta.k8s.io', kind }, '', [error]);
}

/** Whether a write is only to be tried. @throws StatusError 422 */
export function isDryRun(query: URLSearchParams, method: string): boolean {
  const values = query.getAll('dryRun').filter((value) => value !== '');
  const errors = dryRunErrors(values);
  const kind = { POST: 'CreateOptions', PUT: 'UpdateOptions', DELETE: 'DeleteOptions' }[method] ?? 'PatchOptions';
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind }, '', errors);
  return values.length > 0;
}
