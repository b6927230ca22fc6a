import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AsyncCompletionClient, Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { endLostAttempt } from '../../../sync-worker/recorded-attempts.ts';

let folder: string;
let connection: Connection;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durasync-attempt-'));
  connection = await Connection.connect({ address: process.env['DURASYNC_TEST_TEMPORAL'] ?? '' });
});
afterEach(async () => {
  await connection.close();
  await rm(folder, { recursive: true, force: true });
});

/** A text field of a protobuf message, at most 127 bytes. */
const field = (number: number, text: string): Buffer =>
  Buffer.concat([Buffer.of(number * 8 + 2, text.length), Buffer.from(text)]);

test.each([
  [
    'a Temporal that has been set up anew',
    Buffer.concat([field(1, randomUUID()), field(2, 'w'), field(3, randomUUID())]),
  ],
  ['no Temporal at all', Buffer.from('not a token')],
])('an attempt of %s does not keep the worker from starting', async (_, token) => {
  const file = join(folder, 'attempt.json');
  await writeFile(file, JSON.stringify({ runSeq: 1, taskToken: token.toString('base64') }));
  await endLostAttempt(file, new AsyncCompletionClient({ connection }));
  expect(await readdir(folder)).toEqual([]);
});
