import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createSyncFixture, failureOf, type SyncFixture } from '../../support/rsyncd/sync-fixture.ts';
import { startRsyncd, type Rsyncd } from '../../support/rsyncd/start-rsyncd.ts';
import { writeTree } from '../../support/rsyncd/write-tree.ts';

let upstream: Rsyncd;
let volume: SyncFixture;

beforeEach(async () => {
  upstream = await startRsyncd();
  volume = await createSyncFixture();
  await writeTree(upstream.content, { 'keep.txt': 'k', 'skip.iso': 's' });
});
afterEach(async () => {
  await volume.remove();
  await upstream.stop();
});

test('patterns in a file on the volume are heeded', async () => {
  await writeTree(volume.layout.root, { 'excludes/images': '*.iso\n' });
  const { result } = volume.attempt({ upstream: upstream.url, excludeFile: 'excludes/images' });
  // The folder, and the file that is not excluded.
  expect((await result).stats.files).toBe(2);
});

test.each([
  ['that is not there', 'nothing', /no "nothing" on the volume/],
  ['above the volume', '../../etc/hostname', /leads out of the volume|no "/],
])('a file %s is refused', async (_what, excludeFile, message) => {
  const failure = await failureOf(volume.attempt({ upstream: upstream.url, excludeFile }).result);
  expect([failure.type, failure.message]).toEqual(['ConfigInvalid', expect.stringMatching(message)]);
});

test.each(['*.iso\n!\n', '!', 'a\r!\r'])('a file whose lines %j clear all patterns is refused', async (text) => {
  await writeTree(volume.layout.root, { excludes: text });
  const failure = await failureOf(volume.attempt({ upstream: upstream.url, excludeFile: 'excludes' }).result);
  expect([failure.type, failure.message]).toEqual(['ConfigInvalid', expect.stringContaining('would clear all')]);
});

test('a link that leads out of the volume is refused', async () => {
  await symlink('/etc/hostname', join(volume.layout.root, 'link'));
  const failure = await failureOf(volume.attempt({ upstream: upstream.url, excludeFile: 'link' }).result);
  expect(failure.message).toMatch(/leads out of the volume/);
});

test("an upstream's link of the name of rsync's partial directory is left out", async () => {
  await symlink('keep.txt', join(upstream.content, '.~tmp~'));
  const { stats } = await volume.attempt({ upstream: upstream.url }).result;
  expect(stats.files).toBe(3);
});
