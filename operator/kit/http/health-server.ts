import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

/** Something that must hold; rejects or throws, with a message that may be shown, when it does not. */
export type HealthCheck = () => void | Promise<void>;

export interface HealthServerParts {
  /** Address to bind, e.g. `127.0.0.1`; `::` for all. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Failing, the process should be restarted. */
  readonly live?: Readonly<Record<string, HealthCheck>>;
  /** Failing, the process should get no work for now. */
  readonly ready?: Readonly<Record<string, HealthCheck>>;
  readonly registry: Registry;
}

/** A server of `/healthz`, `/readyz` and `/metrics`. */
export interface HealthServer {
  /** Resolves with the port once it listens; rejects when it cannot. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const checkTimeoutMs = 5_000;
const text = 'text/plain; charset=utf-8';

/** Create the server; it listens after `start`. */
export function createHealthServer(parts: HealthServerParts): HealthServer {
  const routes: Readonly<Record<string, () => Promise<Answer>>> = {
    '/healthz': () => answerChecks(parts.live ?? {}),
    '/readyz': () => answerChecks(parts.ready ?? {}),
    '/metrics': async () => ({
      status: 200,
      type: parts.registry.contentType,
      body: await parts.registry.metrics(),
    }),
  };
  const server = http.createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    void answer(routes, request).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(request.method === 'HEAD' ? undefined : body);
    });
  });
  return {
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(parts.port, parts.host, () => resolve((server.address() as AddressInfo).port));
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  routes: Readonly<Record<string, () => Promise<Answer>>>,
  request: http.IncomingMessage,
): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, type: text, body: 'method not allowed\n' };
  }
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (!route) return { status: 404, type: text, body: 'not found\n' };
  return route().catch(() => ({ status: 500, type: text, body: 'internal error\n' }));
}

async function answerChecks(checks: Readonly<Record<string, HealthCheck>>): Promise<Answer> {
  const lines = await Promise.all(Object.entries(checks).map(([name, check]) => checkLine(name, check)));
  const failed = lines.some((line) => line.startsWith('[-]'));
  const body = failed ? `${lines.join('\n')}\n` : 'ok\n';
  return { status: failed ? 503 : 200, type: text, body };
}

async function checkLine(name: string, check: HealthCheck): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), checkTimeoutMs);
  });
  try {
    await Promise.race([Promise.resolve().then(check), late]);
    return `[+]${name} ok`;
  } catch (error) {
    return `[-]${name} failed: ${error instanceof Error ? error.message : 'unknown'}`;
  } finally {
    clearTimeout(timer);
  }
}
