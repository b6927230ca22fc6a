import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Authenticator } from '../access/authenticator.ts';
import { ANONYMOUS } from '../access/authenticator.ts';
import { PUBLIC_PATHS } from '../access/authorizer.ts';
import { unauthorized } from '../errors/index.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { readBody } from './api-request.ts';
import { failure, send } from './respond.ts';

export type ListenOptions = {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  /** PEM texts; without them it is plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
};

export type ServerDependencies = {
  readonly authenticate: Authenticator;
  readonly handle: (request: ApiRequest) => Promise<ApiResponse>;
  readonly logger: Logger;
};

export type HttpServer = {
  readonly port: number;
  /** Ends what is open, watches too. */
  close(): Promise<void>;
};

/** @throws if the address cannot be listened on */
export async function listen(deps: ServerDependencies, options: ListenOptions): Promise<HttpServer> {
  const listener: RequestListener = (message, response) => void serve(deps, message, response);
  const server: Server = options.tls ? createHttpsServer(options.tls, listener) : createHttpServer(listener);
  // A request's own time-outs bound it; a watch's body may take hours.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(deps: ServerDependencies, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const warnings: string[] = [];
  const report = (error: unknown): void =>
    deps.logger.error({ err: error, path: message.url?.split('?')[0] }, 'request failed');
  const answer = await respond(deps, message, warnings).catch((error: unknown) => failure(error, report));
  try {
    // What was not read of a body would hold up the connection.
    if (!message.complete) message.resume();
    if (!response.destroyed) send(response, answer, warnings);
  } catch (error) {
    report(error);
    response.destroy();
  }
}

async function respond(deps: ServerDependencies, message: IncomingMessage, warnings: string[]): Promise<ApiResponse> {
  const [path = '/', query = ''] = splitUrl(message.url ?? '/');
  const user = (await deps.authenticate(message)) ?? anonymous(path);
  return deps.handle({
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: message.headers,
    user,
    warnings,
    readBody: () => readBody(message),
  });
}

function anonymous(path: string): ApiRequest['user'] {
  if (!PUBLIC_PATHS.has(path)) throw unauthorized();
  return ANONYMOUS;
}

function splitUrl(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
