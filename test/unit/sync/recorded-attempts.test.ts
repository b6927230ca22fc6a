import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActivityNotFoundError } from '@temporalio/client';
import type { SyncInput } from '../../../activities/sync-contract.ts';
import { endLostAttempt, RecordedAttempts } from '../../../sync-worker/recorded-attempts.ts';

const TOKEN = Uint8Array.of(1, 2, 250);
const silent = { begin: () => undefined, progress: () => undefined, end: async () => undefined };
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durasync-attempt-'));
  file = join(folder, 'attempt.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function completionClient(answer: () => Promise<void> = async () => undefined) {
  const failed: Uint8Array[] = [];
  const fail = async (token: unknown) => {
    failed.push(token as Uint8Array);
    await answer();
  };
  return { failed, fail };
}

const begin = () => {
  const attempts = new RecordedAttempts(file, silent);
  attempts.begin({ runSeq: 7 } as SyncInput, { number: 1, taskToken: TOKEN });
  return attempts;
};

test('an attempt that was left behind is ended once', async () => {
  begin();
  const client = completionClient();
  await endLostAttempt(file, client);
  await endLostAttempt(file, client);
  expect(client.failed.map((token) => [...token])).toEqual([[...TOKEN]]);
});

test('an attempt that ended leaves nothing to end', async () => {
  await begin().end();
  const client = completionClient();
  await endLostAttempt(file, client);
  expect(client.failed).toEqual([]);
});

test('an attempt that Temporal has given up already is forgotten', async () => {
  begin();
  await endLostAttempt(
    file,
    completionClient(() => Promise.reject(new ActivityNotFoundError('gone'))),
  );
  expect(existsSync(file)).toBe(false);
});

test('a Temporal that does not answer is asked again', async () => {
  begin();
  let refusals = 2;
  const client = completionClient(async () => {
    refusals -= 1;
    if (refusals >= 0) throw new Error('unavailable');
  });
  await endLostAttempt(file, client, 1);
  expect(client.failed).toHaveLength(3);
});

test('a record that Temporal never takes does not keep the worker from starting', async () => {
  begin();
  const client = completionClient(() => Promise.reject(new Error('not understood')));
  await endLostAttempt(file, client, 1);
  expect(client.failed).toHaveLength(5);
  expect(existsSync(file)).toBe(false);
});

test('a worker that ends late leaves the record of its successor', async () => {
  const late = begin();
  new RecordedAttempts(file, silent).begin({ runSeq: 7 } as SyncInput, { number: 2, taskToken: Uint8Array.of(9) });
  await late.end();
  const client = completionClient();
  await endLostAttempt(file, client);
  expect(client.failed.map((token) => [...token])).toEqual([[9]]);
});

test('a damaged record is ignored', async () => {
  await writeFile(file, '{"taskToken":');
  const client = completionClient();
  await endLostAttempt(file, client);
  expect(client.failed).toEqual([]);
});
