import { describe, expect, test } from '@jest/globals';
import { startOwnServer } from '../own-server.ts';

const ask = async (url: string, path: string): Promise<[number, string]> => {
  const response = await fetch(url + path);
  return [response.status, await response.text()];
};

describe('health', () => {
  test('is told check by check', async () => {
    const server = await startOwnServer();
    expect(await ask(server.url, '/readyz?verbose')).toEqual([
      200,
      '[+]ping ok\n[+]etcd ok\n[+]shutdown ok\nreadyz check passed\n',
    ]);
    expect(await ask(server.url, '/livez?verbose&exclude=ping&exclude=x')).toEqual([
      200,
      '[+]ping excluded: ok\n[+]etcd ok\nwarn: some health checks cannot be excluded: no matches for "x"\nlivez check passed\n',
    ]);
    expect(await ask(server.url, '/readyz/etcd')).toEqual([200, 'ok']);
    expect(await ask(server.url, '/readyz/etcd/x')).toEqual([404, '404 page not found\n']);
    await server.stop();
  });

  test('of a store that fails is bad, and says why only to who asks for that check', async () => {
    const server = await startOwnServer();
    server.store.get = () => Promise.reject(new Error('disk is gone'));
    expect(await ask(server.url, '/livez')).toEqual([
      500,
      '[+]ping ok\n[-]etcd failed: reason withheld\nlivez check failed\n',
    ]);
    expect(await ask(server.url, '/livez?exclude=etcd')).toEqual([200, 'ok']);
    expect(await ask(server.url, '/livez/etcd')).toEqual([500, 'internal server error: disk is gone\n']);
    await server.stop();
  });

  test('of a server that stops: alive, and not ready', async () => {
    const server = await startOwnServer({ shutdownDelayMs: 500 });
    const stopping = server.stop();
    expect(await ask(server.url, '/readyz')).toEqual([
      500,
      '[+]ping ok\n[+]etcd ok\n[-]shutdown failed: reason withheld\nreadyz check failed\n',
    ]);
    expect(await ask(server.url, '/livez')).toEqual([200, 'ok']);
    await stopping;
  });
});
