import type { Problem } from '../contract.ts';

/** Every kind of problem the API answers with: the last part of `urn:durasync:problem:…`, its status and title. */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'invalid-parameter': { status: 400, title: 'A parameter is not valid' },
  unauthenticated: { status: 401, title: 'A valid token is needed' },
  forbidden: { status: 403, title: 'Your rights do not allow this' },
  'refused-by-cluster': { status: 403, title: 'The cluster refused the request' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  conflict: { status: 409, title: 'The object was changed in the meantime' },
  'already-exists': { status: 409, title: 'An object of this name exists already' },
  'command-refused': { status: 409, title: 'The Job does not take this command now' },
  expired: { status: 410, title: 'The list has moved on' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is of a type that is not read here' },
  'invalid-object': { status: 422, title: 'The object is not valid' },
  internal: { status: 500, title: 'Something went wrong in the API' },
  'cluster-unavailable': { status: 503, title: 'The cluster does not answer' },
  'temporal-unavailable': { status: 503, title: 'The workflow service does not answer' },
  'workflow-not-started': { status: 503, title: 'The workflow of the Job does not run yet' },
  'worker-unavailable': { status: 503, title: 'The worker of the Job does not answer' },
  'too-many-streams': { status: 503, title: 'Too many streams are open' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemType = keyof typeof PROBLEMS;

/** What of a problem is not told by its type. */
export interface ProblemDetails {
  /** A sentence for people: what happened and what to do. */
  readonly detail: string;
  readonly errors?: Problem['errors'];
  /** Headers of the answer, e.g. `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An answer that is no success, as an exception; the error handler turns it into a problem document (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly type: ProblemType;
  readonly errors: Problem['errors'];
  readonly headers: Readonly<Record<string, string>>;

  constructor(type: ProblemType, details: ProblemDetails) {
    super(details.detail, { cause: details.cause });
    this.type = type;
    this.errors = details.errors;
    this.headers = details.headers ?? {};
  }

  get status(): number {
    return PROBLEMS[this.type].status;
  }

  /** The document; `requestId` tells this occurrence from others. */
  toDocument(requestId: string): Problem {
    const { status, title } = PROBLEMS[this.type];
    const named = this.errors?.length ? { errors: this.errors } : {};
    const instance = `urn:durasync:request:${requestId}`;
    return { type: `urn:durasync:problem:${this.type}`, title, status, detail: this.message, instance, ...named };
  }
}

/** `Retry-After` in whole seconds. */
export const retryAfter = (seconds: number): Record<string, string> => ({
  'retry-after': String(Math.max(1, Math.ceil(seconds))),
});
