import type { FieldError } from './field-error.ts';
import { describeErrors } from './field-error.ts';

export type StatusCause = { reason?: string; message?: string; field?: string };

export type StatusDetails = {
  name?: string;
  group?: string;
  /** The kind, or for most reasons the plural resource. */
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
};

/** metav1.Status. */
export type Status = {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string };
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: StatusDetails;
  code?: number;
};

export type GroupResource = { readonly group: string; readonly resource: string };
export type GroupKind = { readonly group: string; readonly kind: string };

/** An answer that is a failure: what the API sends for it is in `status`. */
export class StatusError extends Error {
  readonly status: Status & { code: number };

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    const base = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message } as const;
    this.status = { ...base, ...(reason && { reason }), ...(details && { details }), code };
  }
}

/** As errors name a resource: `deployments.apps`. */
export const groupResource = ({ group, resource }: GroupResource): string =>
  group ? `${resource}.${group}` : resource;

const detailsOf = (of: GroupResource, name: string): StatusDetails => ({
  ...(name && { name }),
  ...(of.group && { group: of.group }),
  ...(of.resource && { kind: of.resource }),
});

/** 400, BadRequest. */
export const badRequest = (message: string): StatusError => new StatusError(400, 'BadRequest', message);

/** 401, Unauthorized: who sent it is not known. */
export const unauthorized = (): StatusError => new StatusError(401, 'Unauthorized', 'Unauthorized');

/** 404, NotFound: an object that is not there. */
export const notFound = (of: GroupResource, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${groupResource(of)} ${JSON.stringify(name)} not found`, detailsOf(of, name));

/** The answer to a path that names no resource there is. */
export const unknownResource = (): StatusError =>
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});

/** 409, AlreadyExists. */
export const alreadyExists = (of: GroupResource, name: string): StatusError =>
  new StatusError(
    409,
    'AlreadyExists',
    `${groupResource(of)} ${JSON.stringify(name)} already exists`,
    detailsOf(of, name),
  );

/** 409, Conflict: an object is not what its writer last saw. */
export const conflict = (of: GroupResource, name: string, cause: string): StatusError =>
  new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${groupResource(of)} ${JSON.stringify(name)}: ${cause}`,
    detailsOf(of, name),
  );

/** 403, Forbidden, with its cause. */
export const forbiddenRequest = (of: GroupResource, name: string, cause: string): StatusError => {
  const subject = [groupResource(of), name && JSON.stringify(name), 'is'].filter(Boolean).join(' ');
  const message = groupResource(of) ? `${subject} forbidden: ${cause}` : `forbidden: ${cause}`;
  return new StatusError(403, 'Forbidden', message, detailsOf(of, name));
};

/** 422, Invalid, with each wrong field as a cause. */
export const invalidObject = (of: GroupKind, name: string, errors: readonly FieldError[]): StatusError => {
  const kind = of.group ? `${of.kind}.${of.group}` : of.kind;
  return new StatusError(422, 'Invalid', `${kind} ${JSON.stringify(name)} is invalid: ${describeErrors(errors)}`, {
    ...(name && { name }),
    ...(of.group && { group: of.group }),
    ...(of.kind && { kind: of.kind }),
    causes: errors.map(({ reason, body, field }) => ({ reason, message: body, ...(field && { field }) })),
  });
};

/** 405, MethodNotAllowed: a verb the resource has not. */
export const methodNotSupported = (of: GroupResource, action: string): StatusError =>
  new StatusError(
    405,
    'MethodNotAllowed',
    `${action} is not supported on resources of kind ${JSON.stringify(groupResource(of))}`,
    detailsOf(of, ''),
  );

/** 405, MethodNotAllowed, for a path that is no resource. */
export const methodNotAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});

/** 415, UnsupportedMediaType: a body that cannot be read. */
export const unsupportedMediaType = (accepted: readonly string[]): StatusError =>
  new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  );

/** 406, NotAcceptable: none of the forms a client takes can be given. */
export const notAcceptable = (accepted: readonly string[]): StatusError =>
  new StatusError(406, 'NotAcceptable', `only the following media types are accepted: ${accepted.join(', ')}`);

/** 410, Expired: a version or a page that is no longer kept. */
export const expired = (message: string): StatusError => new StatusError(410, 'Expired', message);

/** 413, RequestEntityTooLarge. */
export const tooLarge = (message: string): StatusError =>
  new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`);

/** 500, InternalError. */
export const internalError = (message: string): StatusError =>
  new StatusError(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });

/** @param retryAfterSeconds 0 where nobody knows when it would be allowed */
export const tooManyRequests = (message: string, retryAfterSeconds: number, causes: StatusCause[]): StatusError =>
  new StatusError(429, 'TooManyRequests', message, { causes, ...(retryAfterSeconds > 0 && { retryAfterSeconds }) });

/** The client knows of a version this server has not seen. */
export const futureResourceVersion = (requested: string, current: string): StatusError =>
  new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${requested}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
