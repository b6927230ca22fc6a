import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { internalError, StatusError } from '../errors/index.ts';
import type { ApiResponse } from './api-request.ts';
import { warningHeaders } from './warning-headers.ts';
import { whenTaken } from './when-taken.ts';
import { writeChunk } from './write-chunk.ts';

/** A client that takes nothing of a long answer, or of a watch's events, for so long is gone. */
const STALLED_MS = 60_000;
/** As kube-apiserver: what is longer is compressed for who accepts it, at the level that costs least. */
const COMPRESSED_FROM = 128 * 1024;
const COMPRESSION_LEVEL = 1;

/** Sends an answer with its headers; one that goes on is begun. */
export function send(response: ServerResponse, answer: ApiResponse, warnings: readonly string[]): void {
  setHeaders(response, answer, warnings);
  if (answer.stream) return stream(response, answer.stream);
  if (answer.bytes) return sendBytes(response, answer.bytes);
  if (answer.status === 204) return sendNothing(response);
  if (answer.texts) return sendTexts(response, Readable.from(answer.texts));
  const text = answer.text ?? `${JSON.stringify(answer.body)}\n`;
  if (text.length > COMPRESSED_FROM && acceptsGzip(response.req)) return sendTexts(response, Readable.from([text]));
  sendText(response, text);
}

function setHeaders(response: ServerResponse, answer: ApiResponse, warnings: readonly string[]): void {
  response.statusCode = answer.status;
  for (const warning of warningHeaders(warnings)) response.appendHeader('Warning', warning);
  response.setHeader('Cache-Control', 'no-cache, private');
  response.setHeader('Content-Type', answer.contentType ?? 'application/json');
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
}

/** Node writes headers in the encoding of a text that comes with them; with bytes they stay as they are. */
const writeHeaders = (response: ServerResponse): void => void response.write(Buffer.alloc(0));

function sendBytes(response: ServerResponse, bytes: Readable): void {
  // At once, as those of a watch. An end before its time is told by a connection that breaks.
  writeHeaders(response);
  pipeline(bytes, response, () => undefined);
}

function sendNothing(response: ServerResponse): void {
  response.removeHeader('Content-Type');
  response.end();
}

function sendText(response: ServerResponse, text: string | Buffer): void {
  const bytes = Buffer.from(text);
  response.setHeader('Content-Length', bytes.length);
  if (bytes.length > COMPRESSED_FROM) endWhenStalled(response);
  response.end(bytes);
}

/** Compressed for who accepts it. An end before its time is told by a connection that breaks. */
function sendTexts(response: ServerResponse, texts: Readable): void {
  endWhenStalled(response);
  if (!acceptsGzip(response.req)) {
    writeHeaders(response);
    pipeline(texts, response, () => undefined);
    return;
  }
  response.setHeader('Content-Encoding', 'gzip');
  response.appendHeader('Vary', 'Accept-Encoding');
  pipeline(texts, createGzip({ level: COMPRESSION_LEVEL }), response, () => undefined);
}

const endWhenStalled = (response: ServerResponse): void =>
  void response.setTimeout(STALLED_MS, () => response.destroy());

function acceptsGzip({ method, headers }: IncomingMessage): boolean {
  const encodings = [headers['accept-encoding'] ?? ''].flat().join(',').split(',');
  return method === 'GET' && encodings.some((encoding) => encoding.split(';')[0]?.trim() === 'gzip');
}

function stream(response: ServerResponse, start: NonNullable<ApiResponse['stream']>): void {
  // At once: a client of a quiet watch waits for the headers.
  writeHeaders(response);
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
