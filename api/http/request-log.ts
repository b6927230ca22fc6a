import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { Caller } from '../auth/caller.ts';
import { requestId } from './request-id.ts';

/** One line a request: who asked what, the answer's code and how long it took. No header and no query is logged. */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (_request, response) => requestId(response as Response),
    customLogLevel: (request, response) => levelOf(request, response),
    serializers: {
      req: (request: { id: string; method: string; url: string }) => ({
        id: request.id,
        method: request.method,
        path: request.url.split('?', 1)[0],
      }),
      res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }),
    },
    customProps: (_request, response) => {
      const { caller } = (response as Response).locals as { caller?: Caller };
      return caller ? { user: caller.username } : {};
    },
  }) as RequestHandler;
}

function levelOf(request: IncomingMessage, response: ServerResponse): 'debug' | 'info' {
  const probe = /^\/(healthz|readyz|metrics)$/.test(request.url ?? '');
  return probe && response.statusCode < 500 ? 'debug' : 'info';
}
