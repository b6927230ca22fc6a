/** Why a field of a request was refused. */
export interface StatusCause {
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly field?: string | undefined;
}

/** What a KubernetesError carries beside its message. */
export interface KubernetesErrorInit {
  /** HTTP status code. */
  readonly code: number;
  /** Machine-readable reason, e.g. `NotFound`; see https://kubernetes.io/docs/reference/using-api/api-concepts/. */
  readonly reason: string;
  readonly message: string;
  readonly causes?: readonly StatusCause[];
  /** How long the server asks to wait before another try, seconds. */
  readonly retryAfterSeconds?: number | undefined;
}

/** An answer of the API server that is no success. */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly code: number;
  readonly reason: string;
  readonly causes: readonly StatusCause[];
  readonly retryAfterSeconds: number | undefined;

  constructor(init: KubernetesErrorInit) {
    super(init.message);
    this.code = init.code;
    this.reason = init.reason;
    this.causes = init.causes ?? [];
    this.retryAfterSeconds = init.retryAfterSeconds;
  }
}

const hasCode =
  (code: number) =>
  (error: unknown): error is KubernetesError =>
    error instanceof KubernetesError && error.code === code;

/** The object, or the kind itself, does not exist. */
export const isNotFound = hasCode(404);

/** The object was changed since it was read, or a server-side apply met a field of another manager. */
export function isConflict(error: unknown): error is KubernetesError {
  return hasCode(409)(error) && error.reason !== 'AlreadyExists';
}

/** A create met an object of the same name. */
export function isAlreadyExists(error: unknown): error is KubernetesError {
  return hasCode(409)(error) && error.reason === 'AlreadyExists';
}

/** The resource version or the continue token is too old: list anew. */
export const isGone = hasCode(410);

/** The caller lacks the right. */
export const isForbidden = hasCode(403);

/** The object does not fit its schema; repeating the request cannot help. */
export function isInvalid(error: unknown): error is KubernetesError {
  return hasCode(422)(error) || hasCode(400)(error);
}

const transientStatus = new Set([408, 429, 500, 502, 503, 504]);

const transientNetworkCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** The `code` of a Node system error, e.g. `ECONNRESET`. */
export function networkErrorCode(error: unknown): string | undefined {
  const code = fieldOf(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/** The same request may well succeed later: overload, a restarting server, a broken connection or a time-out. */
export function isTransient(error: unknown): boolean {
  if (error instanceof KubernetesError) return transientStatus.has(error.code);
  if (fieldOf(error, 'name') === 'TimeoutError') return true;
  const code = networkErrorCode(error);
  return code !== undefined && transientNetworkCodes.has(code);
}

// Node's own errors may belong to another realm, where `instanceof Error` does not hold.
function fieldOf(error: unknown, field: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, field) : undefined;
}
