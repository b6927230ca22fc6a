import { describe, expect, test } from '@jest/globals';
import { Agent, get, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { inTurns } from '../../../support/in-turns.ts';
import { startOwnServer } from '../own-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

describe('a server that stops', () => {
  test('ends watches as they end by themselves', async () => {
    const server = await startOwnServer();
    const watching = get(`${server.url}${CONFIG_MAPS}?watch=true`);
    const [watch] = (await once(watching, 'response')) as [IncomingMessage];
    const events = text(watch);
    await server.stop();
    await events;
    expect(watch.complete).toBe(true);
  });

  test('cuts off no answer that its reader takes slowly', async () => {
    const server = await startOwnServer();
    const data = { text: 'x'.repeat(900_000) };
    await inTurns(
      Array.from({ length: 12 }, (_, index) => `c${index}`),
      4,
      async (name) => {
        await server.request('POST', CONFIG_MAPS, { metadata: { name }, data });
      },
    );
    const listing = get(`${server.url}${CONFIG_MAPS}?labelSelector=!none`);
    const [list] = (await once(listing, 'response')) as [IncomingMessage];
    const stopping = server.stop();
    expect((await text(list)).length).toBeGreaterThan(10_800_000);
    expect(list.complete).toBe(true);
    await stopping;
  });

  test('finishes a request whose body is still coming', async () => {
    const server = await startOwnServer();
    const headers = { 'content-type': 'application/json', expect: '100-continue' };
    const creating = request(`${server.url}${CONFIG_MAPS}`, { method: 'POST', headers });
    creating.flushHeaders();
    // The server has the request when it asks for the body.
    await once(creating, 'continue');
    const stopping = server.stop();
    creating.end(JSON.stringify({ metadata: { name: 'late' } }));
    const [answer] = (await once(creating, 'response')) as [IncomingMessage];
    expect([answer.statusCode, ((await text(answer)).match(/"name":"late"/) ?? []).length]).toEqual([201, 1]);
    await stopping;
  });
});

test('an idle connection outlives what Go clients keep theirs for', async () => {
  const server = await startOwnServer();
  const agent = new Agent({ keepAlive: true });
  const [answer] = (await once(get(`${server.url}/version`, { agent }), 'response')) as [IncomingMessage];
  expect(Number(/timeout=(\d+)/.exec(String(answer.headers['keep-alive']))?.[1])).toBeGreaterThan(90);
  agent.destroy();
  await server.stop();
});
