import { STATUS_CODES } from 'node:http';
import { KubernetesError } from './kubernetes-error.ts';
import type { StatusCause } from './kubernetes-error.ts';

interface StatusBody {
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
  readonly details?: { readonly causes?: unknown; readonly retryAfterSeconds?: unknown };
}

const maxExcerpt = 500;

/**
 * The error that a failed answer stands for: a `Status` object where the server sent one, else its text.
 * `httpCode` is the answer's status code; `retryAfterSeconds` its Retry-After header, which wins over the body's.
 */
export function parseStatus(body: unknown, httpCode: number, retryAfterSeconds?: number): KubernetesError {
  const status: StatusBody = isRecord(body) ? body : {};
  const code = typeof status.code === 'number' ? status.code : httpCode;
  const inBody = status.details?.retryAfterSeconds;
  return new KubernetesError({
    code,
    reason: typeof status.reason === 'string' && status.reason !== '' ? status.reason : reasonOf(code),
    message: messageOf(status, body, code),
    causes: parseCauses(status.details?.causes),
    retryAfterSeconds: retryAfterSeconds ?? (typeof inBody === 'number' ? inBody : undefined),
  });
}

/** Seconds of a Retry-After header; undefined when it is absent or a date, which Kubernetes never sends. */
export function parseRetryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}

function messageOf(status: StatusBody, body: unknown, code: number): string {
  if (typeof status.message === 'string' && status.message !== '') return status.message;
  const text = typeof body === 'string' ? body.trim().slice(0, maxExcerpt) : '';
  return text === '' ? `the API server answered ${code}` : `the API server answered ${code}: ${text}`;
}

function reasonOf(code: number): string {
  return (STATUS_CODES[code] ?? 'Unknown').replaceAll(' ', '');
}

function parseCauses(causes: unknown): StatusCause[] {
  if (!Array.isArray(causes)) return [];
  return causes.filter(isRecord).map((cause) => ({
    reason: optionalText(cause['reason']),
    message: optionalText(cause['message']),
    field: optionalText(cause['field']),
  }));
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
