import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { internalError, StatusError } from '../errors/index.ts';
import type { ApiResponse } from './api-request.ts';

/** A client that reads slower than this is cut off; it resumes its watch from the last version it has. */
const STREAM_LIMIT_BYTES = 64 * 1024 * 1024;

export function send(response: ServerResponse, answer: ApiResponse, warnings: readonly string[]): void {
  for (const warning of new Set(warnings)) response.appendHeader('Warning', `299 - ${JSON.stringify(warning)}`);
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
  const text = answer.text ?? `${JSON.stringify(answer.body)}\n`;
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

function stream(response: ServerResponse, start: NonNullable<ApiResponse['stream']>): void {
  // At once: a client of a quiet watch waits for the headers.
  response.flushHeaders();
  const stop = start({
    write: (chunk) => {
      response.write(chunk);
      if (response.writableLength > STREAM_LIMIT_BYTES) response.destroy();
      return response.writableLength;
    },
    end: () => void response.end(),
  });
  response.once('close', stop);
}

/** The answer to a failure; what is no StatusError is the server's own fault, and told without its insides. */
export function failure(error: unknown, report: (error: unknown) => void): ApiResponse {
  if (error instanceof StatusError) return { status: error.status.code, body: error.status };
  report(error);
  const { status } = internalError('the request could not be processed');
  return { status: status.code, body: status };
}
