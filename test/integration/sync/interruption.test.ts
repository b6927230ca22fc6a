import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/common';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startRsyncd, type Rsyncd } from '../../support/rsyncd/start-rsyncd.ts';
import { createSyncFixture, failureOf, type SyncFixture } from '../../support/rsyncd/sync-fixture.ts';
import { writeTree } from '../../support/rsyncd/write-tree.ts';

const SIZE = 12_000_000;

describe('a run that is interrupted', () => {
  let upstream: Rsyncd;
  let volume: SyncFixture;

  beforeEach(async () => {
    upstream = await startRsyncd();
    volume = await createSyncFixture({ limits: { lockWaitMs: 300, lockPollMs: 100 } });
    await writeTree(upstream.content, { big: randomBytes(SIZE), small: 's' });
  });
  afterEach(async () => {
    await volume.remove();
    await upstream.stop();
  });

  const slowly = () => volume.attempt({ upstream: upstream.url, bandwidthLimit: '4M' });
  /** Waits until a part of the big file is on the volume. */
  const underWay = async (): Promise<void> => {
    for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(20)) {
      const names = (await readdir(volume.layout.mirror).catch(() => [])).filter((name) => name.startsWith('.big.'));
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(volume.layout.mirror, name))).size));
      if (sizes.some((size) => size > 2_000_000)) return;
    }
    throw new Error('nothing arrived within 10 s');
  };

  test('a cancel ends every process of rsync before the activity returns, and the next run goes on', async () => {
    const { environment, result } = slowly();
    await underWay();
    expect(await rsyncsOf(upstream)).not.toEqual([]);
    environment.cancel('CANCELLED');
    await expect(result).rejects.toBeInstanceOf(CancelledFailure);
    expect(await rsyncsOf(upstream)).toEqual([]);
    expect((await stat(join(volume.layout.mirror, '.~tmp~/big'))).size).toBeGreaterThan(1_000_000);
    const { stats } = await volume.attempt({ upstream: upstream.url }).result;
    expect(stats.bytesReceived).toBeLessThan(SIZE - 1_000_000);
    expect(await volume.difference(upstream.url)).toBe('');
    expect(await readdir(volume.layout.mirror)).toEqual(['big', 'small']);
  });

  test('a worker that shuts down leaves the run to the next attempt', async () => {
    const { environment, result } = slowly();
    await underWay();
    environment.cancel('WORKER_SHUTDOWN');
    expect(await failureOf(result)).toMatchObject({ type: 'WorkerShutdown', nonRetryable: false });
    expect(await rsyncsOf(upstream)).toEqual([]);
  });

  test('remains of an interrupted run are cleared even when nothing else has changed', async () => {
    await volume.attempt({ upstream: upstream.url }).result;
    await writeTree(volume.layout.mirror, { 'sub/.~tmp~/x': 'x', '.~tmp~/y': 'y' });
    await mkdir(join(upstream.content, 'sub'));
    const { stats } = await volume.attempt({ upstream: upstream.url, maxDelete: '0' }).result;
    expect(stats.filesDeleted).toBe(0);
    expect(await readdir(volume.layout.mirror)).toEqual(['big', 'small', 'sub']);
    expect(await readdir(join(volume.layout.mirror, 'sub'))).toEqual([]);
  });

  test('what a killed rsync left is cleared and counts as no deletion', async () => {
    await volume.attempt({ upstream: upstream.url }).result;
    await writeTree(volume.layout.mirror, { '.big.abcdef': 'x' });
    const { stats } = await volume.attempt({ upstream: upstream.url, maxDelete: '0' }).result;
    expect(stats.filesDeleted).toBe(0);
    expect(await volume.difference(upstream.url)).toBe('');
  });

  test('a lock that another process holds is waited for, then told', async () => {
    await mkdir(volume.layout.root, { recursive: true });
    const holder = hold(volume.layout.lock);
    await once(holder.stdout ?? holder, 'data');
    const failure = await failureOf(volume.attempt({ upstream: upstream.url }).result);
    expect(failure).toMatchObject({ type: 'DataLocked', nonRetryable: false, nextRetryDelay: 60_000 });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await volume.attempt({ upstream: upstream.url }).result;
    expect(await volume.difference(upstream.url)).toBe('');
  });

  test('two attempts on one volume never run rsync at once', async () => {
    const first = slowly();
    await underWay();
    expect(await failureOf(volume.attempt({ upstream: upstream.url }).result)).toMatchObject({ type: 'DataLocked' });
    first.environment.cancel('CANCELLED');
    await expect(first.result).rejects.toBeInstanceOf(CancelledFailure);
  });
});

function hold(lock: string): ChildProcess {
  return spawn('flock', ['--no-fork', '--exclusive', lock, 'sh', '-c', 'echo held; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Clients of the upstream that run now. */
async function rsyncsOf(upstream: Rsyncd): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.filter((line) => line.startsWith('rsync\0') && line.includes(upstream.url));
}
