import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { startRsyncd, type Rsyncd } from '../../support/rsyncd/start-rsyncd.ts';
import { createSyncFixture, failureOf, type SyncFixture } from '../../support/rsyncd/sync-fixture.ts';
import { writeTree } from '../../support/rsyncd/write-tree.ts';

let upstream: Rsyncd;
let volume: SyncFixture;
let lines: Record<string, unknown>[];

beforeEach(async () => {
  lines = [];
  upstream = await startRsyncd();
  const logger = pino(
    { level: 'info' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  volume = await createSyncFixture({ logger });
});
afterEach(async () => {
  await volume.remove();
  await upstream.stop();
});

test('an attempt is logged when it starts, and with what it did when it ends', async () => {
  await writeTree(upstream.content, { a: 'four', b: 'b' });
  await volume.attempt({ upstream: upstream.url }).result;
  await volume.attempt({ upstream: upstream.url }).result;
  const which = { level: 30, attempt: 1, upstream: upstream.url };
  expect(lines).toMatchObject([
    { ...which, run: 1, msg: 'sync started' },
    { ...which, run: 1, msg: 'sync done', filesTransferred: 2, bytes: 5, unchanged: false },
    { ...which, run: 2, msg: 'sync started' },
    { ...which, run: 2, msg: 'sync done', filesTransferred: 0, bytes: 0, unchanged: true },
  ]);
  expect(lines[1]?.['durationMs']).toBeGreaterThan(0);
});

test('a failed one says its class and why, as a warning', async () => {
  const url = `rsync://127.0.0.1:${upstream.port}/nothing`;
  const { message } = await failureOf(volume.attempt({ upstream: url }).result);
  expect(lines[1]).toMatchObject({ level: 40, errorClass: 'UpstreamMissing', errorMsg: message, msg: 'sync failed' });
});

test('a stopped one is no failure', async () => {
  await writeTree(upstream.content, { big: Buffer.alloc(3_000_000, 'x') });
  const { environment, result } = volume.attempt({ upstream: upstream.url, bandwidthLimit: '1M' });
  environment.once('heartbeat', () => environment.cancel());
  await expect(result).rejects.toThrow();
  expect(lines[1]).toMatchObject({ level: 30, msg: 'sync canceled' });
});
