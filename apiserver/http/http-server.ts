import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { ServerOptions as HttpsServerOptions } from 'node:https';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Server as NetServer } from 'node:net';
import type { ServerDependencies } from './decide-request.ts';
import { decide, reporter } from './decide-request.ts';
import { isOut, OpenAnswers } from './open-answers.ts';
import { isConnectionPath } from './pod-connection-handler.ts';
import { splitUrl } from './request-target.ts';
import { send } from './respond.ts';
import { discard } from './time-limit.ts';
import { listenForUpgrades } from './upgrade-listener.ts';

export type ListenOptions = {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  /** PEM texts; without them it is plain HTTP. */
  readonly tls?: {
    readonly cert: string;
    readonly key: string;
    /** Whose certificates clients may show; without it none is asked for. */
    readonly clientCa?: string;
  };
};

export type HttpServer = {
  readonly port: number;
  /** Takes no more requests, lets those under way finish for a while, then ends what is open, watches too. */
  close(): Promise<void>;
};

const SETTINGS = {
  // Tokens and selectors of clients may be long.
  maxHeaderSize: 64 * 1024,
  // Longer than clients keep an idle connection (Go: 90 s): one that closes under a request costs them an error.
  keepAliveTimeout: 130_000,
  // A request's own time-outs bound it; a watch's body may take hours.
  requestTimeout: 0,
  // As kube-apiserver; left out it would be none, as that of requests.
  headersTimeout: 32_000,
  shouldUpgradeCallback: ({ url = '/' }: IncomingMessage): boolean => isConnectionPath(splitUrl(url)[0]),
};

/** How long requests may take to finish when the server stops. */
const DRAIN_MS = 5000;

/** @throws if the address cannot be listened on */
export async function listen(deps: ServerDependencies, options: ListenOptions): Promise<HttpServer> {
  const answers = new OpenAnswers();
  let isStopping = false;
  const listener: RequestListener = (message, response) => {
    // What still comes on a connection that was open is its last.
    if (isStopping) response.shouldKeepAlive = false;
    answers.follow(serve({ ...deps, answers }, message, response));
  };
  const server: Server = options.tls
    ? createHttpsServer({ ...SETTINGS, ...tlsSettings(options.tls) }, listener)
    : createHttpServer(SETTINGS, listener);
  const endUpgraded = listenForUpgrades(
    server,
    (message, warnings) => decide(deps, message, warnings),
    (message, error) => reporter(deps, message)(error),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      isStopping = true;
      // The server's own `close` would cut off answers that were given to their connections and are not out yet.
      const closed = new Promise<void>((resolve) => void NetServer.prototype.close.call(server, () => resolve()));
      await answers.drain(DRAIN_MS);
      server.closeAllConnections();
      endUpgraded();
      await closed;
    },
  };
}

/** A certificate is asked for and not demanded; what it is worth is for the authenticator to say. */
function tlsSettings({ cert, key, clientCa }: NonNullable<ListenOptions['tls']>): HttpsServerOptions {
  return { cert, key, ...(clientCa && { ca: clientCa, requestCert: true, rejectUnauthorized: false }) };
}

/** How long the rest of a body that nobody wants may come once its request is answered. */
const LINGER_MS = 30_000;

/** What was not read of a body would hold up the connection. */
function leaveBody(message: IncomingMessage, response: ServerResponse): void {
  message.resume();
  response.once('finish', () => {
    const timer = setTimeout(() => message.socket.destroy(), LINGER_MS).unref();
    message.once('close', () => clearTimeout(timer));
  });
}

type Serving = ServerDependencies & { readonly answers: OpenAnswers };

async function serve(deps: Serving, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const warnings: string[] = [];
  const { answer, finish } = await decide(deps, message, warnings);
  try {
    if (!message.complete) leaveBody(message, response);
    if (response.destroyed) {
      discard(answer);
      return finish();
    }
    send(response, answer, warnings);
    if (answer.stream || answer.bytes) {
      deps.answers.followStream(response);
      response.once('close', finish);
      return;
    }
    await isOut(response);
    finish();
  } catch (error) {
    reporter(deps, message)(error);
    response.destroy();
    finish();
  }
}
