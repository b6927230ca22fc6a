import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { parse } from 'yaml';

/** A server to be asked. */
export type Server = {
  readonly url: string;
  readonly token?: string;
  readonly ca?: string;
  /** Has it forget all versions of objects but the present one. */
  readonly compact?: () => Promise<void>;
};

type Kubeconfig = {
  readonly clusters: readonly [{ cluster: { server: string; 'certificate-authority-data': string } }];
  readonly users: readonly [{ user: { token: string } }];
};

export function serverOf(kubeconfigFile: string): Server {
  const { clusters, users } = parse(readFileSync(kubeconfigFile, 'utf8')) as Kubeconfig;
  const { cluster } = clusters[0];
  const ca = Buffer.from(cluster['certificate-authority-data'], 'base64').toString();
  return { url: cluster.server, token: users[0].user.token, ca };
}

export type RawAnswer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  readonly text: string;
};

export type RawRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
};

/** No answer takes this long, on a busy machine either; watches end by themselves. */
const TIMEOUT_MS = 60_000;

/** Sends exactly what it is given. @param begun called when the answer's headers are there */
export function send(
  server: Server,
  { method, path, headers, body }: RawRequest,
  begun?: () => void,
): Promise<RawAnswer> {
  const start = server.ca ? httpsRequest : httpRequest;
  const options = {
    method,
    ...(server.ca && { ca: server.ca }),
    timeout: TIMEOUT_MS,
    headers: {
      ...(server.token && { authorization: `Bearer ${server.token}` }),
      ...headers,
      // A DELETE's body would go without: the next request would begin in it.
      ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    },
  };
  return new Promise((resolve, reject) => {
    const request = start(server.url + path, options, (response) => {
      begun?.();
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer to ${method} ${path}`)));
    request.on('error', reject);
    // Headers would be written in the encoding of a text that follows them.
    request.end(typeof body === 'string' ? Buffer.from(body) : body);
  });
}
