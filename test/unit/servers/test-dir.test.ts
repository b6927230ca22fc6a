import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { makeTestDir } from '../../support/servers/test-dir.ts';

it('removes the folders of runs that are gone, and nothing else', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'durasync-dirs-'));
  const beyondAnyPid = 2 ** 22 + 1;
  const kept = [`durasync-test-${process.pid}-live`, 'durasync-test-other', 'something'];
  for (const name of [...kept, `durasync-test-${beyondAnyPid}-gone`]) await mkdir(join(parent, name));
  const made = basename(await makeTestDir(parent));
  expect((await readdir(parent)).sort()).toEqual([...kept, made].sort());
  await rm(parent, { recursive: true });
});
