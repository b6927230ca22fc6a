import { createServer, type RequestListener, type Server } from 'node:http';
import type { Registry } from 'prom-client';

export interface HttpDeps {
  /** Whether the worker polls its queue. */
  readonly isReady: () => boolean;
  readonly metrics: Registry;
}

/** A request that is not read or answered within this is dropped, milliseconds. */
const REQUEST_TIMEOUT = 10_000;

/** GET /healthz (the process runs), /readyz (it polls its queue, else 503), /metrics (Prometheus text). */
export function createHttpServer(deps: HttpDeps): Server {
  const server = createServer(handler(deps));
  server.requestTimeout = REQUEST_TIMEOUT;
  return server;
}

function handler({ isReady, metrics }: HttpDeps): RequestListener {
  return (request, response) => {
    const reply = (status: number, text: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD') return reply(405, 'Method not allowed\n');
    if (request.url === '/healthz') return reply(200, 'ok\n');
    if (request.url === '/readyz') return isReady() ? reply(200, 'ok\n') : reply(503, 'Temporal is not reached yet\n');
    if (request.url !== '/metrics') return reply(404, 'Not found\n');
    metrics.metrics().then(
      (text) => reply(200, text, metrics.contentType),
      () => reply(500, 'The metrics cannot be read\n'),
    );
  };
}
