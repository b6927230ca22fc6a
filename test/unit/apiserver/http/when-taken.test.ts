import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { whenTaken } from '../../../../apiserver/http/when-taken.ts';

/** Far more than the kernel takes for a client that does not read. */
const MUCH = 'x'.repeat(32 * 1024 * 1024);
const LONG_MS = 30_000;
const SOON_MS = 50;

let opened: (Socket | Server)[] = [];
afterEach(() => {
  for (const one of opened)
    if ('destroy' in one) one.destroy();
    else one.close();
  opened = [];
});

async function connection(): Promise<{ server: Socket; client: Socket }> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const accepted = once(listener, 'connection');
  const client = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  const [server] = (await accepted) as [Socket];
  opened = [listener, client, server];
  return { server, client };
}

test('what was written is taken when the client has read it', async () => {
  const { server, client } = await connection();
  expect(server.write(MUCH)).toBe(false);
  client.resume();
  await whenTaken(server, LONG_MS);
  expect({ waiting: server.writableLength, gone: server.destroyed }).toEqual({ waiting: 0, gone: false });
});

test('a client that takes nothing is cut off', async () => {
  const { server } = await connection();
  server.write(MUCH);
  await whenTaken(server, SOON_MS);
  expect(server.destroyed).toBe(true);
});

test('nobody waits for a client that is gone', async () => {
  const { server, client } = await connection();
  server.on('error', () => undefined);
  server.write(MUCH);
  client.destroy();
  await whenTaken(server, LONG_MS);
  expect(server.destroyed).toBe(true);
});
