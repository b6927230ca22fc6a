import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FileStore } from '../../../apiserver/storage/index.ts';
import { startOwnServer } from './own-server.ts';

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

test('a server that cannot start leaves no store and no timer behind', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'failed-start-'));
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const before = timers();
  await expect(startOwnServer({ store: new FileStore(dir), listen: { port } })).rejects.toThrow('EADDRINUSE');
  expect(timers()).toBe(before);
  // It would be in use.
  const store = new FileStore(dir);
  await store.close();
  await store.close();
  taken.close();
  await rm(dir, { recursive: true });
});
