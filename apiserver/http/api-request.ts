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

export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > BODY_LIMIT_BYTES) throw tooLarge(`limit is ${BODY_LIMIT_BYTES}`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof StatusError ? error : badRequest('the body could not be read');
  }
  return Buffer.concat(chunks);
}
