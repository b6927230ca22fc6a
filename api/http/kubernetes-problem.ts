import type { KubernetesError } from '../../kubernetes/kubernetes-error.ts';
import type { Problem } from '../contract.ts';
import { ProblemError, retryAfter } from './problem.ts';
import type { ProblemType } from './problem.ts';

const typeByReason: Readonly<Record<string, ProblemType>> = { AlreadyExists: 'already-exists' };
const typeByCode: Readonly<Record<number, ProblemType>> = {
  400: 'invalid-parameter',
  403: 'refused-by-cluster',
  404: 'not-found',
  409: 'conflict',
  410: 'expired',
  413: 'too-large',
  422: 'invalid-object',
};

/** What the API server refused, as a problem; an overloaded or failing one becomes 503 with its Retry-After. */
export function kubernetesProblem(error: KubernetesError): ProblemError {
  const errors = fieldErrors(error);
  const type = problemType(error, errors);
  const headers = type === 'cluster-unavailable' ? retryAfter(error.retryAfterSeconds ?? 2) : {};
  return new ProblemError(type, { detail: error.message, errors, headers, cause: error });
}

function problemType(error: KubernetesError, errors: readonly unknown[]): ProblemType {
  // A body with unknown fields is a bad request there; here it is an object that is not valid, as any other.
  if (error.code === 400 && errors.length > 0) return 'invalid-object';
  return typeByReason[error.reason] ?? typeByCode[error.code] ?? 'cluster-unavailable';
}

function fieldErrors(error: KubernetesError): NonNullable<Problem['errors']> {
  const named = error.causes.flatMap(({ field, message }) =>
    isPath(field) ? [{ field, message: message ?? 'not valid' }] : [],
  );
  return named.length > 0 ? named : unknownFields(error.message);
}

// The API server writes `<nil>` where a cause is of no field.
const isPath = (field: string | undefined): field is string => field !== undefined && /^[^<]/.test(field);

// Strict decoding names its fields only in the message: `strict decoding error: unknown field "spec.x", …`.
function unknownFields(message: string): NonNullable<Problem['errors']> {
  return [...message.matchAll(/(unknown|duplicate) field "([^"]{1,512})"/g)].map(([, kind = '', field = '']) => ({
    field,
    message: `${kind} field`,
  }));
}
