import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connection/connection.ts';
import { EXIT } from '../exit-codes.ts';
import { readProblem } from './read-problem.ts';

/** One request to the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the server's address, with query, percent-encoded. */
  readonly path: string;
  /** JSON. */
  readonly body?: unknown;
  readonly accept?: string;
  readonly signal?: AbortSignal | undefined;
}

const ANSWER_TIMEOUT_MS = 30_000;
/** A stream sends a comment every 15 s. */
const SILENCE_TIMEOUT_MS = 60_000;

/**
 * Sends a request and answers with the response, whose body is still to be read.
 * @throws CliError: unreachable, not authorised, not found, usage or failed, by what was answered
 */
export async function sendRequest(connection: Connection, request: ApiRequest): Promise<IncomingMessage> {
  const response = await exchange(connection, request);
  const { statusCode = 0 } = response;
  if (statusCode >= 200 && statusCode < 300) return response;
  throw await readProblem(response, connection.server);
}

function exchange({ server, token }: Connection, request: ApiRequest): Promise<IncomingMessage> {
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  return new Promise((resolve, reject) => {
    const sent = openRequest(server, {
      method: request.method,
      path: server.pathname.replace(/\/$/, '') + request.path,
      // Each request has a connection of its own, so that none keeps the process from ending.
      agent: false,
      timeout: SILENCE_TIMEOUT_MS,
      headers: {
        accept: request.accept ?? 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
      ...(request.signal && { signal: request.signal }),
    });
    const late = setTimeout(() => sent.destroy(new Error('no answer in 30 s')), ANSWER_TIMEOUT_MS);
    sent.once('timeout', () => sent.destroy(new Error('nothing was received for 60 s')));
    sent.once('error', (error) => reject(request.signal?.aborted ? error : unreachable(server, error)));
    sent.once('response', resolve);
    sent.once('close', () => clearTimeout(late));
    sent.once('response', () => clearTimeout(late));
    sent.end(body);
  });
}

// Taken this way since an import statement evaluates every export, which loads all of fetch: 30 ms at each start.
function openRequest(server: URL, options: RequestOptions): ClientRequest {
  if (server.protocol === 'https:') return process.getBuiltinModule('node:https').request(server, options);
  return process.getBuiltinModule('node:http').request(server, options);
}

/** A connection that was not made, or broke before an answer. */
export function unreachable(server: URL, error: Error): CliError {
  const { code } = error as NodeJS.ErrnoException;
  const refused = code === 'ECONNREFUSED';
  return new CliError(
    refused
      ? `Durasync is not running at ${server.href}.`
      : `Durasync at ${server.href} cannot be reached: ${error.message || String(code)}.`,
    {
      exitCode: EXIT.unreachable,
      hint: 'Start it with `npm start` or `durasync up`, or name another server with --server or DURASYNC_SERVER.',
    },
  );
}
