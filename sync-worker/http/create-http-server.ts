import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { verifyWorkerToken, WorkerTokenError } from '../../activities/worker-token.ts';
import { reply, type Exchange, type HttpDeps } from './exchange.ts';
import { sendLog, sendLogs } from './log-routes.ts';
import { metricsText } from './metrics-text.ts';
import { streamProgress } from './progress-route.ts';

type Route = (exchange: Exchange) => void | Promise<void>;

const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';

const OPEN: Readonly<Record<string, Route>> = {
  '/healthz': ({ response }) => reply(response, 200, 'ok\n'),
  '/readyz': ({ response, deps }) =>
    deps.isReady() ? reply(response, 200, 'ok\n') : reply(response, 503, 'The worker does not poll its queue yet\n'),
  '/metrics': ({ response, deps }) => reply(response, 200, metricsText(deps.state.current), PROMETHEUS),
};

const GUARDED: Readonly<Record<string, Route>> = { '/log': sendLog, '/logs': sendLogs, '/progress': streamProgress };

/** The worker's HTTP API; see activities/worker-http-contract.ts. */
export function createHttpServer(deps: HttpDeps): Server {
  const server = createServer((request, response) => {
    void handle(deps, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else reply(response, 500, 'The worker could not answer\n');
    });
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 10_000;
  server.maxConnections = 256;
  return server;
}

async function handle(deps: HttpDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return reply(response, 405, 'Only GET is known here\n');
  }
  const url = URL.parse(request.url ?? '/', 'http://worker');
  const found = url && findRoute(url.pathname);
  if (!found) return reply(response, 404, 'There is nothing here\n');
  if (found.guarded && !authorized(deps, request, response)) return;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  await found.route({ deps, query: url.searchParams, response, signal: gone.signal });
}

function findRoute(path: string): { readonly route: Route; readonly guarded: boolean } | undefined {
  const guarded = Object.hasOwn(GUARDED, path);
  const route = guarded ? GUARDED[path] : Object.hasOwn(OPEN, path) ? OPEN[path] : undefined;
  return route && { route, guarded };
}

/** Answers 401 and is false unless the request has a token for this worker. */
function authorized(deps: HttpDeps, request: IncomingMessage, response: ServerResponse): boolean {
  try {
    const [, token = ''] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    verifyWorkerToken({ ...deps.job, token, publicKey: deps.tokenKey });
    return true;
  } catch (error) {
    const why = error instanceof WorkerTokenError ? error.message : 'the token is malformed';
    response.setHeader('www-authenticate', 'Bearer');
    reply(response, 401, `Not authorized: ${why}\n`);
    return false;
  }
}
