import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

const HEADER = 'x-request-id';
const acceptable = /^[A-Za-z0-9._-]{1,128}$/;

/** Gives every request an id, the caller's own when that is a plain word, and echoes it. */
export function assignRequestId(newId: () => string = randomUUID): RequestHandler {
  return (request, response, next) => {
    const given = request.headers[HEADER];
    response.setHeader(HEADER, typeof given === 'string' && acceptable.test(given) ? given : newId());
    next();
  };
}

/** The id of the request that this response answers. */
export function requestId(response: Response): string {
  return String(response.getHeader(HEADER) ?? 'none');
}
