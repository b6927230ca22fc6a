import { describe, expect, test } from '@jest/globals';
import { createApiSession } from '../../../kubernetes/api-session.ts';
import type { ApiSession } from '../../../kubernetes/api-session.ts';
import type { HttpRequest, HttpResponse } from '../../../kubernetes/http-transport.ts';

type Reply =
  Error | 'hang' | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };

interface Harness {
  readonly session: ApiSession;
  readonly requests: HttpRequest[];
  readonly samples: string[];
  readonly renewals: () => number;
}

function harness(...replies: Reply[]): Harness {
  const requests: HttpRequest[] = [];
  const samples: string[] = [];
  let renewals = 0;
  const session = createApiSession({
    host: 'cluster:443',
    userAgent: 'test',
    retry: { maxAttempts: 3, maxDelayMs: 1 },
    credentials: { get: async () => ({ headers: {}, tls: {} }), renew: () => void renewals++ },
    onRequest: ({ method, code, host }) => samples.push(`${method} ${code} ${host}`),
    transport: async (request) => {
      requests.push(request);
      const reply = replies.shift() ?? { status: 200, body: {} };
      if (reply instanceof Error) throw reply;
      if (reply === 'hang') return hang(request.signal);
      return answer(reply.status, reply.body, reply.headers);
    },
  });
  return { session, requests, samples, renewals: () => renewals };
}

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}): HttpResponse {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(JSON.stringify(body));
  }
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: chunks() };
}

function hang(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal?.reason as Error);
    if (signal?.aborted) fail();
    else signal?.addEventListener('abort', fail);
  });
}

function broken(code: string): Error {
  return Object.assign(new Error('socket'), { code });
}

const get = { method: 'GET', path: '/version', idempotent: true };
const create = { method: 'POST', path: '/things', body: '{}', idempotent: false };

describe('api session', () => {
  test('waits and tries again when the server is busy, whatever the verb', async () => {
    const busy = { status: 429, headers: { 'retry-after': '0' } };
    const { session, requests, samples } = harness(busy, busy, { status: 201, body: { ok: true } });
    expect(await session.call(create)).toEqual({ ok: true });
    expect(requests).toHaveLength(3);
    expect(samples).toEqual(['POST 429 cluster:443', 'POST 429 cluster:443', 'POST 201 cluster:443']);
  });

  test('gives up after its number of tries', async () => {
    const busy = { status: 429, headers: { 'retry-after': '0' } };
    const { session, requests } = harness(busy, busy, busy, busy);
    await expect(session.call(get)).rejects.toMatchObject({ code: 429 });
    expect(requests).toHaveLength(3);
  });

  test('repeats a broken read, but never a broken create', async () => {
    const read = harness(broken('ECONNRESET'));
    await read.session.call(get);
    expect(read.samples).toEqual(['GET <error> cluster:443', 'GET 200 cluster:443']);
    const write = harness(broken('ECONNRESET'));
    await expect(write.session.call(create)).rejects.toThrow('socket');
    expect(write.requests).toHaveLength(1);
    const refused = harness(broken('ECONNREFUSED'));
    await refused.session.call(create);
    expect(refused.requests).toHaveLength(2);
  });

  test('fetches new credentials once when the old ones are refused', async () => {
    const renewed = harness({ status: 401 }, { status: 200, body: 1 });
    expect(await renewed.session.call(get)).toBe(1);
    expect(renewed.renewals()).toBe(1);
    const refused = harness({ status: 401 }, { status: 401 });
    await expect(refused.session.call(get)).rejects.toMatchObject({ code: 401, reason: 'Unauthorized' });
    expect(refused.requests).toHaveLength(2);
  });

  test('does not repeat what the server has judged', async () => {
    for (const status of [400, 403, 404, 409, 422, 500]) {
      const { session, requests } = harness({ status });
      await expect(session.call(get)).rejects.toMatchObject({ code: status });
      expect(requests).toHaveLength(1);
    }
  });

  test('ends with TimeoutError when time is up, and with the reason when aborted', async () => {
    await expect(harness('hang').session.call({ ...get, options: { timeoutMs: 5 } })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    const stop = new AbortController();
    const call = harness('hang').session.call({ ...get, options: { signal: stop.signal } });
    stop.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });

  test('a stream whose head does not come ends with TimeoutError', async () => {
    await expect(harness('hang').session.open({ method: 'GET', path: '/watch' }, 5)).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});
