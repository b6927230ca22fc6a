import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { internalError, StatusError } from '../errors/index.ts';
import type { ApiResponse } from './api-request.ts';
import { whenTaken } from './when-taken.ts';
import { writeChunk } from './write-chunk.ts';

/** A client that takes nothing of a long answer, or of a watch's events, for so long is gone. */
const STALLED_MS = 60_000;
/** As kube-apiserver: what is longer is compressed for who accepts it, at the level that costs least. */
const COMPRESSED_FROM = 128 * 1024;
const COMPRESSION_LEVEL = 1;

/** What kube-apiserver sends of warnings at most, in characters: clients take so much in headers. */
const MAX_WARNINGS = 4096;

/** Each once, as far as they fit. */
function fewOf(warnings: readonly string[]): string[] {
  let left = MAX_WARNINGS;
  const distinct = [...new Set(warnings)];
  return distinct.filter((warning) => (left -= warning.length) >= 0);
}

export function send(response: ServerResponse, answer: ApiResponse, warnings: readonly string[]): void {
  for (const warning of fewOf(warnings)) response.appendHeader('Warning', `299 - ${JSON.stringify(warning)}`);
  response.setHeader('Cache-Control', 'no-cache, private');
  response.setHeader('Content-Type', answer.contentType ?? 'application/json');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.statusCode = answer.status;
  if (answer.stream) {
    stream(response, answer.stream);
    return;
  }
  if (answer.bytes) {
    // At once, as above. An end before its time is told by a connection that breaks.
    response.flushHeaders();
    pipeline(answer.bytes, response, () => undefined);
    return;
  }
  if (answer.status === 204) {
    response.removeHeader('Content-Type');
    response.end();
    return;
  }
  if (answer.texts) {
    sendTexts(response, Readable.from(answer.texts));
    return;
  }
  const text = answer.text ?? `${JSON.stringify(answer.body)}\n`;
  if (text.length > COMPRESSED_FROM && acceptsGzip(response.req)) {
    sendTexts(response, Readable.from([text]));
    return;
  }
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

/** Compressed for who accepts it. An end before its time is told by a connection that breaks. */
function sendTexts(response: ServerResponse, texts: Readable): void {
  response.setTimeout(STALLED_MS, () => response.destroy());
  if (!acceptsGzip(response.req)) {
    pipeline(texts, response, () => undefined);
    return;
  }
  response.setHeader('Content-Encoding', 'gzip');
  response.appendHeader('Vary', 'Accept-Encoding');
  pipeline(texts, createGzip({ level: COMPRESSION_LEVEL }), response, () => undefined);
}

function acceptsGzip({ method, headers }: IncomingMessage): boolean {
  const encodings = [headers['accept-encoding'] ?? ''].flat().join(',').split(',');
  return method === 'GET' && encodings.some((encoding) => encoding.split(';')[0]?.trim() === 'gzip');
}

function stream(response: ServerResponse, start: NonNullable<ApiResponse['stream']>): void {
  // At once: a client of a quiet watch waits for the headers.
  response.flushHeaders();
  const stop = start({
    write: (chunk) => {
      writeChunk(response, chunk);
      const { socket } = response;
      return socket?.writableNeedDrain ? whenTaken(socket, STALLED_MS) : undefined;
    },
    end: () => void response.end(),
  });
  response.once('close', stop);
}

/** The answer to a failure; what is no StatusError is the server's own fault, and told without its insides. */
export function failure(error: unknown, report: (error: unknown) => void): ApiResponse {
  if (error instanceof StatusError) return statusResponse(error.status);
  report(error);
  const { status } = internalError('the request could not be processed');
  return { status: status.code, body: status };
}

function statusResponse(status: StatusError['status']): ApiResponse {
  const seconds = status.details?.retryAfterSeconds;
  return { status: status.code, body: status, ...(seconds && { headers: { 'Retry-After': String(seconds) } }) };
}
