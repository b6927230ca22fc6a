import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { doomFolder, removeDoomed } from '../../../deploy/local/controllers/volumes/doomed-folders.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'durasync-volumes-'));
  for (const claim of ['mirror-a', 'mirror-b']) {
    await mkdir(path.join(root, 'default', claim), { recursive: true });
    await writeFile(path.join(root, 'default', claim, 'file'), 'x');
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('what was not deleted to its end is deleted at the next start, and nothing else', async () => {
  const doomed = await doomFolder(root, path.join(root, 'default', 'mirror-a'), 'uid');
  expect(await readdir(doomed)).toEqual(['file']);
  await removeDoomed(root);
  expect(await readdir(root, { recursive: true })).toEqual(['default', 'default/mirror-b', 'default/mirror-b/file']);
});

test('a folder that was moved before is no error', async () => {
  const folder = path.join(root, 'default', 'mirror-a');
  expect(await doomFolder(root, folder, 'uid')).toBe(await doomFolder(root, folder, 'uid'));
});
