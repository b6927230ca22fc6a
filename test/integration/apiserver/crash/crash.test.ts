import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { crashRounds } from './crash-rounds.ts';

test('no acknowledged write is lost when the process is killed at any moment', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'crash-'));
  const { writes } = await crashRounds(dir, 5);
  expect(writes).toBeGreaterThan(0);
  await rm(dir, { recursive: true });
});
