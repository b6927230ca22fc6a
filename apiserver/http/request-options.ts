import { checkManagerOptions, managerName } from '../apply/manager-name.ts';
import { invalidObject } from '../errors/index.ts';
import type { JsonObject } from '../object/kube-object.ts';
import { flagOf } from '../query-values.ts';
import { dryRunErrors } from '../rest/delete-options.ts';
import type { ApiRequest } from './api-request.ts';
import type { FieldValidation } from './decode-object.ts';

const OPTIONS: Readonly<Record<string, string>> = {
  POST: 'CreateOptions',
  PUT: 'UpdateOptions',
  DELETE: 'DeleteOptions',
};

/** The kind of a write's options. */
const optionsKind = (method: string): string => OPTIONS[method] ?? 'PatchOptions';

const FIELD_VALIDATIONS: readonly string[] = ['Ignore', 'Warn', 'Strict'];

export function fieldValidationOf({ query, method }: ApiRequest): FieldValidation {
  const value = query.get('fieldValidation') || 'Warn';
  if (FIELD_VALIDATIONS.includes(value)) return value as FieldValidation;
  const detail = `supported values: ${['', 'Ignore', 'Strict', 'Warn'].map((item) => JSON.stringify(item)).join(', ')}`;
  const body = `Unsupported value: ${JSON.stringify(value)}: ${detail}`;
  const error = { type: 'notSupported', field: 'fieldValidation', reason: 'FieldValueNotSupported', body } as const;
  throw invalidObject({ group: 'meta.k8s.io', kind: optionsKind(method) }, '', [error]);
}

/** Who owns what a write changes. @throws StatusError 422 */
export function fieldManagerOf({ query, method, headers }: ApiRequest): string {
  const fieldManager = query.get('fieldManager') ?? '';
  const isApply = method === 'PATCH' && /^application\/apply-patch\+(yaml|cbor)/.test(headers['content-type'] ?? '');
  const force = method === 'PATCH' && query.has('force') ? flagOf(query, 'force') : undefined;
  checkManagerOptions({ fieldManager, kind: optionsKind(method), isApply, ...(force !== undefined && { force }) });
  return managerName(fieldManager, headers['user-agent'] ?? '');
}

/** What a client asks of a write, as metav1 CreateOptions, UpdateOptions and PatchOptions have it. */
export function writeOptionsOf({ query }: ApiRequest): JsonObject {
  const dryRun = query.getAll('dryRun').filter((value) => value !== '');
  const [fieldManager, fieldValidation] = [query.get('fieldManager'), query.get('fieldValidation')];
  return {
    ...(dryRun.length > 0 && { dryRun }),
    ...(fieldManager && { fieldManager }),
    ...(fieldValidation && { fieldValidation }),
  };
}

/** Whether a write is only to be tried. @throws StatusError 422 */
export function isDryRun(query: URLSearchParams, method: string): boolean {
  const values = query.getAll('dryRun').filter((value) => value !== '');
  const errors = dryRunErrors(values);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: optionsKind(method) }, '', errors);
  return values.length > 0;
}
