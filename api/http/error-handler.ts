import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { ProblemError } from './problem.ts';
import { requestId } from './request-id.ts';
import { toProblem } from './to-problem.ts';

/** Answers every error with a problem document (RFC 9457); one after the head was sent breaks the connection. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  return (error, request, response, _next) => {
    // The client left: nobody is there to be told, and what broke off is no error.
    if (response.destroyed) return;
    const problem = toProblem(error);
    if (problem.status >= 500)
      logger.error({ err: problem.cause ?? problem, requestId: requestId(response) }, problem.message);
    if (response.headersSent) request.destroy();
    else sendProblem(response, problem);
  };
}

/** The last route: nothing else took the request. */
export const notFound: RequestHandler = (_request, _response, next) => {
  const detail = 'There is nothing at this address; GET /openapi.json lists what there is.';
  next(new ProblemError('not-found', { detail }));
};

function sendProblem(response: Response, problem: ProblemError): void {
  response
    .status(problem.status)
    .set(problem.headers)
    .type('application/problem+json')
    .send(JSON.stringify(problem.toDocument(requestId(response))));
}
