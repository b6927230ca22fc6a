import http from 'node:http';
import https from 'node:https';
import type { Cluster } from '@kubernetes/client-node/dist/config_types.js';
import type { Credentials, TlsMaterial } from './credentials.ts';

/** One HTTP exchange. */
export interface HttpRequest {
  readonly method: string;
  /** Path with query, below the server's base path. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer whose body is still to be read; breaking off the iteration closes the connection. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
}

export type HttpTransport = (request: HttpRequest, credentials: Credentials) => Promise<HttpResponse>;

/** TCP keep-alive probes find a dead peer; 30 s is below the idle limit of load balancers. */
const agentOptions = { keepAlive: true, keepAliveMsecs: 30_000, maxFreeSockets: 16 } as const;

/**
 * HTTP/1.1 with kept-alive connections to one API server, by Node's own client: it costs no import.
 * Rejects with the signal's reason when aborted, else with Node's network error.
 */
export function createHttpTransport(cluster: Cluster): HttpTransport {
  const base = new URL(cluster.server);
  const secure = base.protocol === 'https:';
  const agentFor = secure ? createHttpsAgents(cluster) : createHttpAgent(cluster);
  const request = secure ? https.request : http.request;
  return async (call, credentials) => {
    call.signal?.throwIfAborted();
    const outgoing = request({
      agent: agentFor(credentials.tls),
      host: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port || (secure ? 443 : 80),
      method: call.method,
      path: base.pathname.replace(/\/$/, '') + call.path,
      headers: { ...call.headers, ...credentials.headers, ...contentLength(call.body) },
      ...(call.signal && { signal: call.signal }),
    });
    const response = await answerTo(outgoing, call);
    return { status: response.statusCode ?? 0, headers: response.headers, body: chunksOf(response, call.signal) };
  };
}

function answerTo(outgoing: http.ClientRequest, call: HttpRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    // Errors after the answer's head surface on the body; this listener only keeps them from being uncaught.
    outgoing.on('error', (error) => reject(abortReason(call.signal) ?? error));
    outgoing.end(call.body);
  });
}

async function* chunksOf(response: http.IncomingMessage, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Uint8Array;
  } catch (error) {
    throw abortReason(signal) ?? error;
  } finally {
    response.destroy();
  }
}

function abortReason(signal: AbortSignal | undefined): Error | undefined {
  return signal?.aborted ? (signal.reason as Error) : undefined;
}

function contentLength(body: string | undefined): Record<string, number> {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}

function createHttpAgent(cluster: Cluster): () => http.Agent {
  const agent = new http.Agent({ ...agentOptions, ...proxyOf(cluster) });
  return () => agent;
}

/** The agent for the current certificates: a new one once they were rotated, so that idle connections are not reused. */
function createHttpsAgents(cluster: Cluster): (tls: TlsMaterial) => https.Agent {
  let current: { readonly key: string; readonly agent: https.Agent } | undefined;
  return (tls) => {
    const key = [tls.ca, tls.cert, tls.key].map((part) => part?.toString() ?? '').join('\0');
    if (current?.key === key) return current.agent;
    const agent = new https.Agent({
      ...agentOptions,
      ...proxyOf(cluster),
      ...(tls.ca && { ca: tls.ca }),
      ...(tls.cert && { cert: tls.cert }),
      ...(tls.key && { key: tls.key }),
      ...(cluster.tlsServerName && { servername: cluster.tlsServerName }),
      rejectUnauthorized: !cluster.skipTLSVerify,
    });
    current = { key, agent };
    return agent;
  };
}

function proxyOf(cluster: Cluster): https.AgentOptions {
  return cluster.proxyUrl ? { proxyEnv: { HTTP_PROXY: cluster.proxyUrl, HTTPS_PROXY: cluster.proxyUrl } } : {};
}
