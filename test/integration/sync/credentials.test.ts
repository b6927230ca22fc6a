import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readCredentials } from '../../../activities/sync/read-credentials.ts';
import { startRsyncd, type Rsyncd } from '../../support/rsyncd/start-rsyncd.ts';
import { createSyncFixture, failureOf, type SyncFixture } from '../../support/rsyncd/sync-fixture.ts';
import { writeTree } from '../../support/rsyncd/write-tree.ts';

const LOGIN = { user: 'alice', password: '  open sesame # 4711 ' };
let upstream: Rsyncd;
let volume: SyncFixture;
let secret: string;

beforeEach(async () => {
  upstream = await startRsyncd({ login: LOGIN });
  await writeTree(upstream.content, { a: 'a' });
  secret = await mkdtemp(join(tmpdir(), 'secret-'));
  volume = await createSyncFixture({ credentials: () => readCredentials(secret) });
});
afterEach(async () => {
  await volume.remove();
  await upstream.stop();
  await rm(secret, { recursive: true });
});

const write = (name: 'username' | 'password', text: string) => writeFile(join(secret, name), text);

test('a changed Secret holds from the next attempt on, and a line end behind a value is not part of it', async () => {
  await write('username', 'alice\n');
  await write('password', 'wrong');
  expect(await failureOf(volume.attempt({ upstream: upstream.url }).result)).toMatchObject({ type: 'UpstreamAuth' });
  await write('password', `${LOGIN.password}\n`);
  await volume.attempt({ upstream: upstream.url }).result;
  expect(await volume.attempt({ upstream: upstream.url }).result).toMatchObject({ unchanged: true });
});

test('a login does no harm where the upstream asks for none', async () => {
  const open = await startRsyncd();
  try {
    await write('username', 'alice');
    await write('password', 'unused');
    await volume.attempt({ upstream: open.url }).result;
  } finally {
    await open.stop();
  }
});

test.each([
  ['no user name', undefined, 'x', 'The username .* does not exist'],
  ['no password', 'alice', undefined, 'The password .* does not exist'],
  ['an empty password', 'alice', '\n', 'The password .* is empty'],
  ['two lines', 'alice', 'a\nb', 'The password .* single line'],
  ['a password that rsync would cut off', 'alice', 'x'.repeat(511), 'The password .* longer than 510 bytes'],
])('%s: the run fails with what to do, in the status and the log', async (_, username, password, message) => {
  if (username !== undefined) await write('username', username);
  if (password !== undefined) await write('password', password);
  const failure = await failureOf(volume.attempt({ upstream: upstream.url }).result);
  expect(failure).toMatchObject({ type: 'ConfigInvalid', nonRetryable: true });
  expect(failure.message).toMatch(new RegExp(message));
  expect(await readFile(join(volume.layout.log, 'latest'), 'utf8')).toContain('ConfigInvalid: The ');
});

test('the longest password that rsync can read gets in', async () => {
  const password = 'x'.repeat(510);
  const strict = await startRsyncd({ login: { user: 'alice', password } });
  try {
    await write('username', 'alice');
    await write('password', password);
    await volume.attempt({ upstream: strict.url }).result;
  } finally {
    await strict.stop();
  }
});
