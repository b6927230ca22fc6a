import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunLog } from '../../../activities/sync/run-log.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'durasync-log-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('what a process that could not be killed says after the end goes into no other file', async () => {
  const log = await RunLog.open({ directory, run: 1, startedAt: new Date(), maxBytes: 1_000, keep: 2 });
  log.line('in time');
  log.close();
  // Most likely it gets the number of the file that was closed.
  const other = join(directory, 'other');
  const descriptor = openSync(other, 'w');
  log.important(Buffer.from('too late'));
  closeSync(descriptor);
  expect(await readFile(other, 'utf8')).toBe('');
  expect(await readFile(log.path, 'utf8')).toBe('[durasync] in time\n');
});
