import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Response } from 'express';
import { afterEach, describe, expect, test } from '@jest/globals';
import { openEventStream } from '../../../api/http/event-stream.ts';
import type { EventStream } from '../../../api/http/event-stream.ts';
import { until } from '../../support/until.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => void close()));

/** A stream to a client that reads nothing until told. */
async function connect(keepAliveMs?: number, method = 'GET') {
  const opened = Promise.withResolvers<{ stream: EventStream; response: Response }>();
  const server = createServer((incoming, outgoing) => {
    const response = Object.assign(outgoing, { req: incoming }) as unknown as Response;
    opened.resolve({ stream: openEventStream(response, keepAliveMs === undefined ? {} : { keepAliveMs }), response });
  }).listen(0, '127.0.0.1');
  closers.push(() => (server.close(), server.closeAllConnections()));
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [client] = (await once(request({ host: '127.0.0.1', port, method }).end(), 'response')) as [IncomingMessage];
  client.on('error', () => undefined);
  return { client, ...(await opened.promise) };
}

const textOf = async (client: IncomingMessage): Promise<string> =>
  (await client.setEncoding('utf8').toArray()).join('');

describe('openEventStream', () => {
  test('writes events in order', async () => {
    const { client, stream } = await connect();
    stream.send('command', { result: 1 });
    stream.sendLatest('status', { job: 'a\nb' });
    stream.close();
    expect(client.headers['content-type']).toBe('text/event-stream');
    expect(await textOf(client)).toBe('event: command\ndata: {"result":1}\n\nevent: status\ndata: {"job":"a\\nb"}\n\n');
  });

  test('drops what a slow client would get too late, but never the end', async () => {
    const { client, stream, response } = await connect();
    const filling = { text: 'x'.repeat(64 * 1024) };
    for (let count = 0; count < 1_000 && !response.writableNeedDrain; count++) stream.sendLatest('fill', filling);
    expect(response.writableNeedDrain).toBe(true);
    for (let value = 1; value <= 100; value++) stream.sendLatest('progress', { value });
    stream.send('end', {});
    stream.close();
    const text = await textOf(client);
    expect([...text.matchAll(/event: progress\ndata: (.*)/g)].map(([, data]) => data)).toEqual(['{"value":100}']);
    expect(text.endsWith('event: end\ndata: {}\n\n')).toBe(true);
  });

  test('keeps an idle connection alive', async () => {
    const { client } = await connect(5);
    const [chunk] = (await once(client.setEncoding('utf8'), 'data')) as [string];
    expect(chunk).toMatch(/^: keep-alive\n\n/);
  });

  test('cuts off a client that reads nothing', async () => {
    const { stream, response } = await connect(5);
    // More than the buffers of two kernels take.
    for (let count = 0; count < 400; count++) stream.send('fill', { text: 'x'.repeat(65_536) });
    await until('the cut', () => response.destroyed);
  });

  test('answers HEAD without staying open', async () => {
    const { client } = await connect(undefined, 'HEAD');
    expect(await textOf(client)).toBe('');
  });
});
