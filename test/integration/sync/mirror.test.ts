import { appendFile, mkdir, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JobProgress } from '../../../resources/job/job-status.ts';
import { startRsyncd, type Rsyncd } from '../../support/rsyncd/start-rsyncd.ts';
import { createSyncFixture, failureOf, type SyncFixture } from '../../support/rsyncd/sync-fixture.ts';
import { manyFiles, writeTree } from '../../support/rsyncd/write-tree.ts';

describe('a mirror of a healthy upstream', () => {
  let upstream: Rsyncd;
  let volume: SyncFixture;

  beforeEach(async () => {
    upstream = await startRsyncd();
    volume = await createSyncFixture();
  });
  afterEach(async () => {
    await volume.remove();
    await upstream.stop();
  });

  const log = (): Promise<string> => readFile(join(volume.layout.log, 'latest'), 'utf8');

  test('a first run fetches all and leaves nothing else in the tree', async () => {
    await writeTree(upstream.content, { ...manyFiles(120), 'dists/Release': 'R', current: { link: 'dists' } });
    const result = await volume.attempt({ upstream: upstream.url }).result;
    expect(result).toMatchObject({ unchanged: false, upstream: upstream.url });
    expect(result.stats).toMatchObject({ files: 126, filesTransferred: 121, filesDeleted: 0 });
    expect(await volume.difference(upstream.url)).toBe('');
    expect((await readdir(volume.layout.root)).sort()).toEqual(['lock', 'log', 'mirror']);
    expect(await log()).toContain('dists/Release\n');
    expect(await log()).not.toContain('\r');
  });

  test('a run without changes is one dry run', async () => {
    await writeTree(upstream.content, manyFiles(20));
    const first = await volume.attempt({ upstream: upstream.url }).result;
    const second = await volume.attempt({ upstream: upstream.url }).result;
    expect(second).toMatchObject({ unchanged: true, size: first.size });
    expect(second.stats).toMatchObject({ files: 22, filesTransferred: 0, filesDeleted: 0, bytesTransferred: 0 });
    expect((await log()).match(/^\[durasync\] rsync /gm)).toHaveLength(1);
    expect(await readdir(volume.layout.log)).toHaveLength(3);
  });

  test('changes and deletions within the limit are carried out', async () => {
    await writeTree(upstream.content, manyFiles(20));
    await volume.attempt({ upstream: upstream.url }).result;
    await rm(join(upstream.content, 'dir-0/file-3.txt'));
    await writeTree(upstream.content, { 'dir-0/file-4.txt': 'another', 'new/thing': 'new' });
    const { stats } = await volume.attempt({ upstream: upstream.url }).result;
    expect(stats).toMatchObject({ filesTransferred: 2, filesDeleted: 1, bytesTransferred: 10 });
    expect(await volume.difference(upstream.url)).toBe('');
  });

  test('more deletions than the limit are refused, and done when the user allows them', async () => {
    await writeTree(upstream.content, manyFiles(20));
    await volume.attempt({ upstream: upstream.url }).result;
    for (const index of [1, 2, 3]) await rm(join(upstream.content, `dir-0/file-${index}.txt`));
    const failure = await failureOf(volume.attempt({ upstream: upstream.url, maxDelete: '2' }).result);
    expect(failure).toMatchObject({ type: 'MassDeletion', nonRetryable: true });
    expect(failure.message).toContain('3 of the 21 entries');
    expect(failure.message).toContain('durasync mirror start debian --allow-delete');
    expect(await readdir(join(volume.layout.mirror, 'dir-0'))).toHaveLength(20);
    expect(await log()).toContain('dir-0/file-2.txt');
    const { stats } = await volume.attempt({ upstream: upstream.url, maxDelete: '2' }, { allowDelete: true }).result;
    expect(stats.filesDeleted).toBe(3);
    expect(await volume.difference(upstream.url)).toBe('');
  });

  test('an upstream that went empty empties no mirror', async () => {
    await writeTree(upstream.content, manyFiles(5));
    await volume.attempt({ upstream: upstream.url }).result;
    await rm(upstream.content, { recursive: true });
    await mkdir(upstream.content);
    expect(await failureOf(volume.attempt({ upstream: upstream.url }).result)).toMatchObject({ type: 'MassDeletion' });
    expect(await readdir(join(volume.layout.mirror, 'dir-0'))).toHaveLength(5);
    const { stats } = await volume.attempt({ upstream: upstream.url, maxDelete: 'unlimited' }).result;
    expect(stats.filesDeleted).toBe(6);
    expect(await readdir(volume.layout.mirror)).toEqual([]);
  });

  test('strange names arrive as they are and run nothing', async () => {
    const names = [
      'new\nline',
      '--delete-excluded',
      '$(touch x)',
      '`touch y`',
      'ünïcödé 日本',
      'tab\t',
      '@*deleting   a',
      ' ',
    ];
    await writeTree(upstream.content, Object.fromEntries(names.map((name) => [`d/${name}`, name])));
    await volume.attempt({ upstream: upstream.url }).result;
    expect((await readdir(join(volume.layout.mirror, 'd'))).sort()).toEqual([...names].sort());
    expect(await volume.difference(upstream.url)).toBe('');
    await rm(join(upstream.content, 'd/new\nline'));
    expect((await volume.attempt({ upstream: upstream.url }).result).stats.filesDeleted).toBe(1);
  });

  test('links that leave the tree are not taken over', async () => {
    await writeTree(upstream.content, { a: 'a', inside: { link: 'a' } });
    await symlink('/etc/passwd', join(upstream.content, 'outside'));
    await volume.attempt({ upstream: upstream.url }).result;
    expect((await readdir(volume.layout.mirror)).sort()).toEqual(['a', 'inside']);
    expect((await volume.attempt({ upstream: upstream.url }).result).unchanged).toBe(true);
  });

  test('excluded files are neither fetched nor deleted', async () => {
    await writeTree(upstream.content, { a: 'a', 'b.iso': 'b', '#c': 'c' });
    await writeTree(volume.layout.mirror, { 'own.iso': 'kept', a: 'old' });
    const exclude = ['*.iso', '#c'];
    const { stats } = await volume.attempt({ upstream: upstream.url, exclude }).result;
    expect(stats).toMatchObject({ filesTransferred: 1, filesDeleted: 0 });
    expect((await readdir(volume.layout.mirror)).sort()).toEqual(['a', 'own.iso']);
    expect((await volume.attempt({ upstream: upstream.url, exclude }).result).unchanged).toBe(true);
  });

  test('attempts of a run share its log, and ten logs are kept', async () => {
    await writeTree(upstream.content, { a: 'a' });
    for (let run = 1; run <= 12; run += 1) await volume.attempt({ upstream: upstream.url }, { runSeq: run }).result;
    await volume.attempt({ upstream: upstream.url }, { runSeq: 12 }).result;
    const names = await readdir(volume.layout.log);
    expect(names.filter((name) => name.endsWith('.log'))).toHaveLength(10);
    expect((await log()).match(/run 12, attempt 1/g)).toHaveLength(2);
  });

  test('progress grows towards the planned total, and heartbeats are small', async () => {
    const seen: JobProgress[] = [];
    const beats: unknown[] = [];
    const calls: string[] = [];
    const observed = await createSyncFixture({
      limits: { heartbeatMs: 100 },
      observer: {
        begin: () => void calls.push('begin'),
        progress: (progress) => void seen.push(progress),
        end: async () => void calls.push('end'),
      },
    });
    try {
      await writeTree(observed.layout.mirror, { a: 'a' });
      await writeTree(upstream.content, { a: 'a', big: Buffer.alloc(8_000_000, 'x') });
      const { environment, result } = observed.attempt({ upstream: upstream.url, bandwidthLimit: '4M' });
      environment.on('heartbeat', (details) => beats.push(details));
      await result;
      const bytes = seen.map((progress) => progress.bytes ?? 0);
      expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
      expect(bytes.some((value) => value > 100_000 && value < 8_000_000)).toBe(true);
      expect(seen.at(-1)).toMatchObject({ totalBytes: 8_000_000 });
      expect(seen.some(({ rate = 0 }) => rate > 500_000 && rate < 40_000_000)).toBe(true);
      expect(Math.max(...beats.map((beat) => JSON.stringify(beat).length))).toBeLessThan(1024);
      expect(calls).toEqual(['begin', 'end']);
    } finally {
      await observed.remove();
    }
  });

  test('a partial success code of the Job counts as success', async () => {
    await writeTree(upstream.content, { a: 'a' });
    await appendFile(join(upstream.content, 'a'), 'b');
    await symlink('nowhere', join(upstream.content, 'dangling'));
    const config = { upstream: upstream.url, rsyncOptions: ['--copy-links'] };
    expect(await failureOf(volume.attempt(config).result)).toMatchObject({ type: 'PartialTransfer' });
    const { size } = await volume.attempt({ ...config, successExitCodes: [23] }).result;
    expect(size).toBe(2);
  });
});
