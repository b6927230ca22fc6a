import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startCompactor } from '../../../../apiserver/storage/compactor.ts';
import { CompactedError, FileStore } from '../../../../apiserver/storage/index.ts';
import { until } from '../../../support/until.ts';

let dir: string;
let store: FileStore;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'compactor-'));
  store = new FileStore(dir);
});
afterEach(async () => {
  await store.close();
  await rm(dir, { recursive: true });
});

test('history goes after two ticks; where nothing is written, or another compacts, no tick fails', async () => {
  const errors: unknown[] = [];
  let ticks = 0;
  const counted = Object.assign(Object.create(store) as FileStore, {
    revision: () => store.revision().finally(() => ticks++),
    compact: (revision: number) => store.compact(revision),
  });
  await store.create('/a', '{}');
  const before = await store.revision();
  await store.update('/a', '{"b":1}', before);
  const stop = startCompactor(counted, (error) => errors.push(error), 5);
  await until('five ticks', () => ticks >= 5);
  stop();
  await expect(store.list({ prefix: '/', revision: before })).rejects.toThrow(CompactedError);
  expect(errors).toEqual([]);
});
