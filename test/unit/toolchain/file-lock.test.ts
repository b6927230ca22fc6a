import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { withFileLock } from '../../../deploy/local/toolchain/file-lock.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'durasync-lock-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('lets one work at a time and leaves no file, even after a failure', async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withFileLock(join(dir, 'lock'), 10_000, work)));
  expect(most).toBe(1);
  await expect(withFileLock(join(dir, 'lock'), 0, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await readdir(dir)).toEqual([]);
});

it('takes over from a process of this host that is gone, at once', async () => {
  const beyondAnyPid = 2 ** 22 + 1;
  await writeFile(join(dir, 'lock'), `${beyondAnyPid} ${hostname()}`);
  await expect(withFileLock(join(dir, 'lock'), 5_000, () => Promise.resolve('mine'))).resolves.toBe('mine');
});

it('takes over a lock nobody touched for long, and respects a fresh one', async () => {
  await writeFile(join(dir, 'lock'), '1 elsewhere');
  await expect(withFileLock(join(dir, 'lock'), 0, () => Promise.resolve())).rejects.toThrow('still held');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(join(dir, 'lock'), longAgo, longAgo);
  await expect(withFileLock(join(dir, 'lock'), 5_000, () => Promise.resolve('mine'))).resolves.toBe('mine');
});
