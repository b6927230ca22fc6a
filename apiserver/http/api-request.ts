import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { badRequest, StatusError, tooLarge } from '../errors/index.ts';
import type { User } from '../rest/dependencies.ts';

/** As kube-apiserver: what a body may have at most. */
export const BODY_LIMIT_BYTES = 3 * 1024 * 1024;

/** A request whose sender is known. */
export type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly user: User;
  /** Sent as Warning headers. */
  readonly warnings: string[];
  /** Noted in the audit log. */
  readonly annotations: Record<string, string>;
  /** @throws StatusError 413 */
  readonly readBody: () => Promise<Buffer>;
};

/** An answer; `stream` instead of `body` for one that goes on. */
export type ApiResponse = {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string | Buffer;
  /** Sent one after the other, as fast as the client takes them: a text too long to hold. */
  readonly texts?: AsyncIterable<string>;
  readonly contentType?: string;
  /** Further ones, or instead of those every answer has. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Called once the headers are out; ends the answer itself. @returns what to do when the client goes away */
  readonly stream?: (output: StreamOutput) => () => void;
  /** Sent as they come, as fast as the client reads; destroyed when it goes away. */
  readonly bytes?: Readable;
  /** Of a request to change the protocol: takes the connection over, and writes the answer to it too. */
  readonly takeOver?: (client: Socket) => void;
  /** Called in place of that when nobody waits any more. */
  readonly abandon?: () => void;
};

export type StreamOutput = {
  /** @returns what to wait for before more is written, if the client does not keep up */
  write(chunk: string): Promise<void> | undefined;
  end(): void;
};

/** Longer than a body of the greatest length takes on a slow line; who dawdles holds up others. */
const BODY_MS = 60_000;

/**
 * The body of a request, `BODY_LIMIT_BYTES` at most.
 * @throws StatusError 413; 504 for one that is not there within `limitMs`; 400 for one that breaks off
 */
export function readBody(message: IncomingMessage, limitMs = BODY_MS): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let length = 0;
  const take = (chunk: Buffer): void => {
    length += chunk.length;
    if (length > BODY_LIMIT_BYTES) reject(tooLarge(`limit is ${BODY_LIMIT_BYTES}`));
    else chunks.push(chunk);
  };
  const end = (): void => resolve(Buffer.concat(chunks));
  const breakOff = (): void => reject(badRequest('the body could not be read'));
  const late = (): void => reject(new StatusError(504, 'Timeout', `the body was not there within ${limitMs / 1000} s`));
  const timer = setTimeout(late, limitMs);
  message.on('data', take).once('end', end).once('error', breakOff).once('close', breakOff);
  return promise.finally(() => {
    clearTimeout(timer);
    // The rest is read by whoever answers: the connection is kept.
    message.off('data', take).off('end', end).off('close', breakOff);
  });
}
