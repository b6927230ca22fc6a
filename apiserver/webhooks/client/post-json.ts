import type { IncomingMessage } from 'node:http';
import type { Agent } from 'node:https';
import { request as httpsRequest } from 'node:https';

/** A JSON text to be sent, and what is trusted. */
export type Post = {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** What the server's certificate must be for, and the Host header; default: `host`. */
  readonly serverName?: string;
  /** PEM; without it the system's roots. */
  readonly ca?: string;
  readonly body: string;
  readonly timeoutMs: number;
  /** Of the answer. */
  readonly limitBytes: number;
};

export type Posted = { readonly status: number; readonly text: string };

/** @throws what Node's https does; TimeoutError; an Error if the answer is too long */
export async function postJson(agent: Agent, post: Post): Promise<Posted> {
  const signal = AbortSignal.timeout(post.timeoutMs);
  try {
    return await postOnce(agent, post, signal);
  } catch (error) {
    if (!(error instanceof StaleConnectionError)) throw error;
    return postOnce(agent, post, signal);
  }
}

/** A connection kept from before was closed by the server: nothing was sent. */
class StaleConnectionError extends Error {}

function postOnce(agent: Agent, post: Post, signal: AbortSignal): Promise<Posted> {
  const { host, port, path, serverName, ca, body } = post;
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, */*',
    'content-length': String(Buffer.byteLength(body)),
    ...(serverName && { host: `${serverName}:${port}` }),
  };
  const tls = { ...(serverName && { servername: serverName }), ...(ca && { ca }) };
  return new Promise((resolve, reject) => {
    const request = httpsRequest({ host, port, path, method: 'POST', agent, headers, signal, ...tls }, (response) => {
      readText(response, post.limitBytes).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '');
      reject(isStale ? new StaleConnectionError() : error);
    });
    request.end(body);
  });
}

async function readText(response: IncomingMessage, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limitBytes) throw new Error(`the answer is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
