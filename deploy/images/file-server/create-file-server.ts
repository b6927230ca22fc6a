import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Logger } from 'pino';
import send from 'send';
import { listDirectory } from './list-directory.ts';
import { resolvePath } from './resolve-path.ts';

/** Reserved: answers whatever is in the mirror. */
const HEALTH = '/healthz';

export interface FileServerOptions {
  /** Directory that is served. */
  readonly root: string;
  /** Told of every request, for debugging; nobody unless given. */
  readonly logger?: Pick<Logger, 'debug'>;
}

/**
 * Serves a mirror's files read-only: GET and HEAD, ranges, ETag and Last-Modified by `send`, listings of directories.
 * Links are followed inside the root only.
 */
export function createFileServer(options: FileServerOptions): Server {
  const server = createServer((request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    logEnd(options.logger, request, response);
    void handle(options, request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else reply(response, 500, 'The file cannot be read\n');
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  server.keepAliveTimeout = 15_000;
  server.maxConnections = 4_096;
  return server;
}

/** One line when the answer has gone out, or the visitor has left. */
function logEnd(logger: FileServerOptions['logger'], request: IncomingMessage, response: ServerResponse): void {
  const { method, url } = request;
  const started = performance.now();
  response.once('close', () => {
    const durationMs = Math.round(performance.now() - started);
    logger?.debug({ method, url, status: response.statusCode, durationMs }, 'request');
  });
}

async function handle(options: FileServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return reply(response, 405, 'Only GET and HEAD are known here\n');
  }
  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  if (path === HEALTH) return reply(response, 200, 'ok\n');
  const found = await find(options.root, path);
  if (found?.info.isDirectory()) return sendDirectory(request, response, { directory: found.file, path });
  // Neither a device nor a file with a slash after its name.
  if (!found?.info.isFile() || path.endsWith('/')) return reply(response, 404, 'There is no such file\n');
  sendFile(request, response, { root: found.root, path: `/${relative(found.root, found.file)}` });
}

interface Found {
  readonly root: string;
  readonly file: string;
  readonly info: Stats;
}

async function find(directory: string, path: string): Promise<Found | undefined> {
  const root = await realpath(directory).catch(() => undefined);
  if (root === undefined) return undefined;
  const file = await resolvePath(root, path);
  const info = file === undefined ? undefined : await stat(file).catch(() => undefined);
  return file !== undefined && info ? { root, file, info } : undefined;
}

async function sendDirectory(
  request: IncomingMessage,
  response: ServerResponse,
  { directory, path }: { readonly directory: string; readonly path: string },
): Promise<void> {
  if (!path.endsWith('/')) {
    // Relative, and never with two slashes, which browsers take for a host.
    const last = path.split('/').at(-1) ?? '';
    response.setHeader('location', `./${last}/`);
    return reply(response, 301, 'This is a directory\n');
  }
  response.setHeader('content-security-policy', "default-src 'none'");
  const page = listDirectory(directory, path);
  // Taken first, while a directory that cannot be read can still be told by the status.
  const head = await page.next();
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  if (request.method !== 'HEAD') response.write(head.value);
  const rest = request.method === 'HEAD' ? [] : page;
  await pipeline(Readable.from(rest, { highWaterMark: 1 }), response).finally(() => page.return());
}

function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { root, path }: { readonly root: string; readonly path: string },
): void {
  const options = { root, dotfiles: 'allow', index: false, etag: true, acceptRanges: true } as const;
  send(request, encodeURIComponent(path).replaceAll('%2F', '/'), options)
    .on('error', (error: { status?: number }) => {
      const status = error.status ?? 500;
      reply(response, status, status === 404 ? 'There is no such file\n' : 'The file cannot be sent\n');
    })
    .pipe(response);
}

function reply(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) }).end(text);
}
