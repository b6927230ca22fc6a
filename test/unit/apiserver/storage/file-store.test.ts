import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FileStore } from '../../../../apiserver/storage/index.ts';
import { describeStore } from './store-suite.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'file-store-'));
});
afterAll(() => rm(dir, { recursive: true }));

describeStore('file', async () => new FileStore(join(dir, 'suite')), 100);

describe('a folder of the file store', () => {
  test('is found again with its revision and history', async () => {
    const root = join(dir, 'again');
    const before = new FileStore(root);
    const created = await before.create('/a', '1');
    const last = await before.delete('/a', created.revision);
    await before.close();
    const after = new FileStore(root);
    expect(await after.revision()).toBe(last);
    expect((await after.list({ prefix: '/', revision: created.revision })).records).toEqual([created]);
    expect((await after.create('/b', '2')).revision).toBe(last + 1);
    await after.close();
  });

  test('keeps its revision when everything in it was removed and compacted', async () => {
    const root = join(dir, 'empty');
    const before = new FileStore(root);
    const last = await before.delete('/a', (await before.create('/a', '1')).revision);
    await before.compact(last);
    await before.close();
    const after = new FileStore(root);
    expect(await after.revision()).toBe(last);
    await after.close();
  });

  test('is refused to a second store', async () => {
    const first = new FileStore(join(dir, 'locked'));
    expect(() => new FileStore(join(dir, 'locked'))).toThrow('in use');
    await first.close();
  });
});
