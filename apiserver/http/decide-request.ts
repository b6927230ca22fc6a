import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Authenticator } from '../access/authenticator.ts';
import { ANONYMOUS } from '../access/authenticator.ts';
import { PUBLIC_PATHS } from '../access/authorizer.ts';
import type { HeaderLines } from '../access/impersonation.ts';
import type { AuditEntry } from '../audit/audit-event.ts';
import { unauthorized } from '../errors/index.ts';
import type { MeasuredRequest } from '../metrics/request-labels.ts';
import type { Measuring } from '../metrics/request-metrics.ts';
import type { User } from '../rest/dependencies.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { readBody } from './api-request.ts';
import type { Senders } from './audit-entry.ts';
import { auditEntry, auditId } from './audit-entry.ts';
import type { InFlightLimit } from './in-flight-limit.ts';
import { TOO_MANY_REQUESTS } from './in-flight-limit.ts';
import type { RequestTarget } from './request-target.ts';
import { targetOf } from './request-target.ts';
import { failure } from './respond.ts';
import { timeLimit, within } from './time-limit.ts';
import type { Decision } from './upgrade-listener.ts';

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

/** What becomes known of a request; `release` gives back its place in flight. */
type Known = Senders & { release?: () => void };

/** Decides about a request, and tells the audit log. Never rejects. */
export async function decide(
  deps: ServerDependencies,
  message: IncomingMessage,
  warnings: string[],
): Promise<Decision> {
  const senders: Known = {};
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

/** Notes an error that is the server's own. */
export const reporter =
  ({ logger }: ServerDependencies, { url }: IncomingMessage) =>
  (error: unknown): void =>
    logger.error({ err: error, path: url?.split('?')[0] }, 'request failed');

type Exchange = Pick<ApiRequest, 'warnings' | 'annotations'> & {
  readonly message: IncomingMessage;
  readonly target: RequestTarget;
  readonly senders: Known;
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

function anonymous(path: string): ApiRequest['user'] {
  if (!PUBLIC_PATHS.has(path)) throw unauthorized();
  return ANONYMOUS;
}
