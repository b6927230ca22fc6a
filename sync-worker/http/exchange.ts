import type { KeyObject } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { AttemptState } from '../attempt-state.ts';

export interface HttpDeps {
  readonly job: { readonly namespace: string; readonly name: string };
  readonly tokenKey: KeyObject;
  readonly logDirectory: string;
  readonly state: Pick<AttemptState, 'current' | 'runningRun' | 'subscribe'>;
  /** Whether the worker polls its queue. */
  readonly isReady: () => boolean;
}

/** One request. */
export interface Exchange {
  readonly deps: HttpDeps;
  readonly query: URLSearchParams;
  readonly response: ServerResponse;
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal;
}

/** Sends a short answer. */
export function reply(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
