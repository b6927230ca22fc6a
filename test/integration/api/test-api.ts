import { Client } from '@temporalio/client';
import { pino } from 'pino';
import { createApi } from '../../../api/create-api.ts';
import { serve } from '../../../api/serve.ts';
import { connectTemporal } from '../../../api/temporal/connect-temporal.ts';
import { wireApi } from '../../../api/wire-api.ts';
import type { Problem } from '../../../api/contract.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { until } from '../../support/until.ts';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** The API on a free port, against the servers of the test run. */
export interface TestApi {
  readonly url: string;
  /** Lines of the log. */
  readonly log: readonly string[];
  fetch(path: string, init?: RequestInit & { token?: string }): Promise<Response>;
  /** With the answer's JSON. */
  call<T = Problem>(method: string, path: string, options?: CallOptions): Promise<Answer<T>>;
  stop(): Promise<void>;
}

export interface CallOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export async function startTestApi(client: KubernetesClient): Promise<TestApi> {
  const connection = connectTemporal(process.env['DURASYNC_TEST_TEMPORAL'] ?? '');
  const log: string[] = [];
  const deps = wireApi({
    client,
    temporal: new Client({ connection }),
    logger: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    workerToken: async ({ namespace, name }) => `worker-of-${namespace}/${name}`,
    now: Date.now,
    tls: false,
    version: '0.0.0',
  });
  const serving = await serve(createApi(deps), { host: '127.0.0.1', port: 0, tls: undefined });
  await until('the watch of Jobs', () => deps.watch.isOpen);

  const request: TestApi['fetch'] = (path, { token, headers, ...init } = {}) =>
    fetch(serving.url + path, {
      ...init,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(headers as Record<string, string>) },
    });
  return {
    url: serving.url,
    log,
    fetch: request,
    async call<T>(method: string, path: string, { token, body, headers = {} }: CallOptions = {}) {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const response = await request(path, {
        method,
        ...(token && { token }),
        ...sent,
        headers: { ...type, ...headers },
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : null) as T };
    },
    async stop() {
      const closed = serving.close();
      deps.streams.closeAll();
      await Promise.all([closed, deps.watch.stop()]);
      await connection.close();
    },
  };
}
