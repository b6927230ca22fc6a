import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { ServerOptions as HttpsServerOptions } from 'node:https';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Authenticator } from '../access/authenticator.ts';
import { ANONYMOUS } from '../access/authenticator.ts';
import { PUBLIC_PATHS } from '../access/authorizer.ts';
import type { HeaderLines } from '../access/impersonation.ts';
import type { AuditEntry } from '../audit/audit-event.ts';
import { unauthorized } from '../errors/index.ts';
import type { User } from '../rest/dependencies.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { readBody } from './api-request.ts';
import type { InFlightLimit } from './in-flight-limit.ts';
import { TOO_MANY_REQUESTS } from './in-flight-limit.ts';
import { isOut, OpenAnswers } from './open-answers.ts';
import { isConnectionPath } from './pod-connection-handler.ts';
import type { MeasuredRequest } from '../metrics/request-labels.ts';
import type { Measuring } from '../metrics/request-metrics.ts';
import { attributesOf } from './request-attributes.ts';
import { failure, send } from './respond.ts';
import { discard, timeLimit, within } from './time-limit.ts';
import type { Decision } from './upgrade-listener.ts';
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

export type ServerDependencies = {
  readonly authenticate: Authenticator;
  /** Whom a request counts for, given its sender. */
  readonly impersonate: (sender: User, headers: HeaderLines) => Promise<User>;
  /** Told of every request once it is decided. */
  readonly audit?: (entry: AuditEntry) => void;
  /** How long a request may take that is no watch, at most. */
  readonly requestTimeoutMs: number;
  /** Told of every request when it comes, and when its answer is out. */
  readonly measure: (request: MeasuredRequest) => Measuring;
  readonly inFlight: InFlightLimit;
  readonly handle: (request: ApiRequest) => Promise<ApiResponse>;
  readonly logger: Logger;
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
  shouldUpgradeCallback: ({ url = '/' }: IncomingMessage): boolean => isConnectionPath(splitUrl(url)[0]),
};

/** How long requests may take to finish when the server stops. */
const DRAIN_MS = 5000;

/** @throws if the address cannot be listened on */
export async function listen(deps: ServerDependencies, options: ListenOptions): Promise<HttpServer> {
  const answers = new OpenAnswers();
  const listener: RequestListener = (message, response) =>
    answers.follow(serve({ ...deps, answers }, message, response));
  const server: Server = options.tls
    ? createHttpsServer({ ...SETTINGS, ...tlsSettings(options.tls) }, listener)
    : createHttpServer(SETTINGS, listener);
  const endUpgraded = listenForUpgrades(server, (message, warnings) => decide(deps, message, warnings));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
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

/** Who sent a request and whom it counts for, as far as it is known; how it gives back its place in flight. */
type Senders = { sender?: User; user?: User; release?: () => void };

type Serving = ServerDependencies & { readonly answers: OpenAnswers };

async function serve(deps: Serving, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const warnings: string[] = [];
  const { answer, finish } = await decide(deps, message, warnings);
  try {
    // What was not read of a body would hold up the connection.
    if (!message.complete) message.resume();
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

/** Decides about a request, and tells the audit log. Never rejects. */
async function decide(deps: ServerDependencies, message: IncomingMessage, warnings: string[]): Promise<Decision> {
  const senders: Senders = {};
  const target = targetOf(message);
  const measuring = deps.measure(target);
  const received = new Date();
  const id = auditId(message);
  const annotations: Record<string, string> = {};
  const report = reporter(deps, message);
  const answer = await answerInTime(deps, { message, target, warnings, annotations, senders }).catch((error: unknown) =>
    failure(error, report),
  );
  deps.audit?.({ id, received, ...auditEntry(message, senders, answer), annotations });
  const { method, url } = message;
  const user = senders.user?.name;
  deps.logger.debug({ id, method, path: url?.split('?')[0], code: answer.status, user }, 'request');
  const finish = (): void => {
    senders.release?.();
    measuring.end(answer.status);
  };
  return { answer: { ...answer, headers: { ...answer.headers, 'Audit-Id': id } }, finish };
}

const reporter =
  ({ logger }: ServerDependencies, { url }: IncomingMessage) =>
  (error: unknown): void =>
    logger.error({ err: error, path: url?.split('?')[0] }, 'request failed');

type Exchange = Pick<ApiRequest, 'warnings' | 'annotations'> & {
  readonly message: IncomingMessage;
  readonly target: RequestTarget;
  readonly senders: Senders;
};

async function answerInTime(deps: ServerDependencies, exchange: Exchange): Promise<ApiResponse> {
  const limitMs = timeLimit(exchange.target, deps.requestTimeoutMs);
  return within(limitMs, respond(deps, exchange));
}

async function respond(
  deps: ServerDependencies,
  { message, target, warnings, annotations, senders }: Exchange,
): Promise<ApiResponse> {
  const { method, path, query, attributes } = target;
  const { headers } = message;
  senders.sender = (await deps.authenticate(message)) ?? anonymous(path);
  const user = await deps.impersonate(senders.sender, message.headersDistinct);
  senders.user = user;
  const release = deps.inFlight.admit(attributes, user);
  if (!release) return TOO_MANY_REQUESTS;
  senders.release = release;
  return deps.handle({
    method,
    path,
    query,
    headers,
    user,
    warnings,
    annotations,
    readBody: () => readBody(message),
  });
}

/** What a request asks for. */
type RequestTarget = MeasuredRequest & { readonly query: URLSearchParams };

function targetOf({ method = 'GET', url = '/', headers }: IncomingMessage): RequestTarget {
  const [path, search] = splitUrl(url);
  const query = new URLSearchParams(search);
  const isApply = method === 'PATCH' && (headers['content-type'] ?? '').startsWith('application/apply-patch');
  return { method, path, query, isApply, isDryRun: query.has('dryRun'), attributes: attributesOf(method, path, query) };
}

const AUDIT_ID = /^[\w-]{1,64}$/;

/** The client's own, so that it finds what it did; else a new one. */
function auditId({ headers }: IncomingMessage): string {
  const given = headers['audit-id'];
  return typeof given === 'string' && AUDIT_ID.test(given) ? given : randomUUID();
}

function auditEntry(
  { method = '', url = '/', socket, headers }: IncomingMessage,
  { sender, user }: Senders,
  answer: ApiResponse,
): Omit<AuditEntry, 'id' | 'received' | 'annotations'> {
  return {
    answered: new Date(),
    user: sender,
    ...(user && user !== sender && { impersonatedUser: user }),
    method,
    url,
    sourceAddress: socket.remoteAddress ?? '',
    userAgent: headers['user-agent'] ?? '',
    code: answer.status,
    isStream: answer.stream !== undefined,
  };
}

function anonymous(path: string): ApiRequest['user'] {
  if (!PUBLIC_PATHS.has(path)) throw unauthorized();
  return ANONYMOUS;
}

function splitUrl(url: string): [string, string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
