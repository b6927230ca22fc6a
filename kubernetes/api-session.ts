import { setTimeout as sleep } from 'node:timers/promises';
import type { CredentialSource } from './credentials.ts';
import type { HttpRequest, HttpResponse, HttpTransport } from './http-transport.ts';
import type { CallOptions } from './kubernetes-client.ts';
import { parseRetryAfter, parseStatus } from './parse-status.ts';
import { defaultRetryLimits, retryDelay } from './retry-policy.ts';
import type { RetryLimits } from './retry-policy.ts';

/** One finished exchange, for `rest_client_requests_total`. */
export interface RequestSample {
  readonly method: string;
  /** HTTP status, or `<error>` when no answer came. */
  readonly code: string;
  readonly host: string;
  /** Until the head of the answer, seconds. */
  readonly seconds: number;
}

/** What a session is made of. */
export interface SessionParts {
  readonly transport: HttpTransport;
  readonly credentials: CredentialSource;
  readonly host: string;
  readonly userAgent: string;
  readonly retry?: RetryLimits | undefined;
  readonly onRequest?: ((sample: RequestSample) => void) | undefined;
}

/** A call that is answered with one JSON value. */
export interface ApiCall extends HttpRequest {
  /** Whether carrying it out twice does no harm. */
  readonly idempotent: boolean;
  readonly options?: CallOptions | undefined;
}

/** Authenticated, retried, timed-out HTTP to one API server. */
export interface ApiSession {
  /** The answer's JSON, or its text when it is none. Throws KubernetesError for an answer that is no success. */
  call(call: ApiCall): Promise<unknown>;
  /** A streamed answer: not retried, no time-out but the one until its head. */
  open(request: HttpRequest, headTimeoutMs?: number): Promise<AsyncIterable<Uint8Array>>;
}

const defaultTimeoutMs = 30_000;
const maxBodyBytes = 256 * 1024 * 1024;

/** Create a session; it holds kept-alive connections that do not keep the process running. */
export function createApiSession(parts: SessionParts): ApiSession {
  const once = async (call: ApiCall, signal: AbortSignal): Promise<unknown> =>
    readBody(await exchange(parts, { ...call, signal }));

  return {
    async call(call) {
      const signal = deadline(call.options);
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(call, signal);
        } catch (error) {
          const failure = { error, attempt, idempotent: call.idempotent };
          const delay = retryDelay(failure, parts.retry ?? defaultRetryLimits);
          if (delay === undefined) throw error;
          await sleep(delay, undefined, { signal }).catch(() => signal.throwIfAborted());
        }
      }
    },

    async open(request, headTimeoutMs) {
      const timeout = new AbortController();
      const timer = headTimeoutMs && setTimeout(() => timeout.abort(headTimeoutError(headTimeoutMs)), headTimeoutMs);
      const signal = AbortSignal.any([timeout.signal, ...(request.signal ? [request.signal] : [])]);
      try {
        return (await exchange(parts, { ...request, signal })).body;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** One exchange, repeated once with fresh credentials when the server no longer accepts the cached ones. */
async function exchange(parts: SessionParts, request: HttpRequest): Promise<HttpResponse> {
  const first = await send(parts, request);
  if (first.status !== 401) return orThrow(first);
  await readBody(first);
  parts.credentials.renew();
  return orThrow(await send(parts, request));
}

async function send(parts: SessionParts, request: HttpRequest): Promise<HttpResponse> {
  const headers = { accept: 'application/json', 'user-agent': parts.userAgent, ...request.headers };
  const credentials = await parts.credentials.get();
  const startedAt = performance.now();
  const report = (code: string): void =>
    parts.onRequest?.({
      method: request.method,
      code,
      host: parts.host,
      seconds: (performance.now() - startedAt) / 1000,
    });
  try {
    const response = await parts.transport({ ...request, headers }, credentials);
    report(String(response.status));
    return response;
  } catch (error) {
    report('<error>');
    throw error;
  }
}

async function orThrow(response: HttpResponse): Promise<HttpResponse> {
  if (response.status >= 200 && response.status < 300) return response;
  const retryAfter = parseRetryAfter(response.headers['retry-after']);
  throw parseStatus(await readBody(response), response.status, retryAfter);
}

async function readBody(response: HttpResponse): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw new RangeError('the answer of the API server is too large: list in pages');
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return response.headers['content-type']?.startsWith('application/json') ? (JSON.parse(text) as unknown) : text;
}

function deadline(options: CallOptions = {}): AbortSignal {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs);
  return options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
}

function headTimeoutError(ms: number): Error {
  return new DOMException(`the API server did not answer within ${ms} ms`, 'TimeoutError');
}
