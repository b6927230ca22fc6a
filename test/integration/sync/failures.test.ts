import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startBadUpstream, type BAD_UPSTREAMS } from '../../support/rsyncd/start-bad-upstream.ts';
import { startFaultyProxy, type FAULTS } from '../../support/rsyncd/start-faulty-proxy.ts';
import { freePort } from '../../../deploy/local/stack/servers/index.ts';
import { startRsyncd } from '../../support/rsyncd/start-rsyncd.ts';
import { createSyncFixture, failureOf, type SyncFixture } from '../../support/rsyncd/sync-fixture.ts';
import { manyFiles, writeTree } from '../../support/rsyncd/write-tree.ts';

const QUICK = { ioTimeoutSeconds: 1, connectTimeoutSeconds: 1 };
const PASSWORD = 'open sesame 4711';

describe('an upstream that misbehaves', () => {
  let volume: SyncFixture;
  beforeEach(async () => {
    volume = await createSyncFixture({ limits: QUICK });
  });
  afterEach(() => volume.remove());

  const cases: [keyof typeof BAD_UPSTREAMS, string][] = [
    ['silent', 'UpstreamStalled'],
    ['hangs', 'UpstreamStalled'],
    ['garbage', 'UpstreamProtocol'],
    ['busy', 'UpstreamBusy'],
    ['resets', 'UpstreamUnreachable'],
  ];
  test.each(cases)('%s: the run fails as %s and the mirror stays', async (kind, type) => {
    await writeTree(volume.layout.mirror, { good: 'good' });
    const bad = await startBadUpstream(kind);
    try {
      const failure = await failureOf(volume.attempt({ upstream: bad.url }).result);
      expect(failure).toMatchObject({ type, nonRetryable: false });
      expect(failure.message).toMatch(/^[A-Z].*rsync exit code \d+/);
      expect(await readdir(volume.layout.mirror)).toEqual(['good']);
    } finally {
      await bad.stop();
    }
  });

  const midway: [keyof typeof FAULTS, string, RegExp][] = [
    ['dies', 'UpstreamUnreachable', /hung up/],
    ['stalls', 'UpstreamStalled', /nothing for \d+ s/],
    ['garbles', 'UpstreamProtocol', /not the rsync protocol/],
  ];
  test.each(midway)('%s in the middle of a transfer: the run fails as %s', async (fault, type, message) => {
    const upstream = await startRsyncd();
    await writeTree(upstream.content, { 'large.bin': Buffer.alloc(2 ** 22, 'content') });
    const proxy = await startFaultyProxy(upstream.port, fault, 2 ** 20);
    try {
      const failure = await failureOf(volume.attempt({ upstream: proxy.url, rsyncOptions: ['--timeout=3'] }).result);
      expect(failure).toMatchObject({ type, nonRetryable: false, message: expect.stringMatching(message) });
    } finally {
      await proxy.stop();
      await upstream.stop();
    }
  });

  test('busy: the next attempt waits', async () => {
    const bad = await startBadUpstream('busy');
    try {
      const failure = await failureOf(volume.attempt({ upstream: bad.url }).result);
      expect(failure.nextRetryDelay).toBe(600_000);
    } finally {
      await bad.stop();
    }
  });

  test('a closed port is unreachable', async () => {
    const failure = await failureOf(volume.attempt({ upstream: `rsync://127.0.0.1:${await freePort()}/data` }).result);
    expect(failure).toMatchObject({ type: 'UpstreamUnreachable', nonRetryable: false });
  });

  test('an unknown module and an unknown directory are missing', async () => {
    const upstream = await startRsyncd();
    try {
      for (const path of ['nothing', 'data/nothing']) {
        const url = `rsync://127.0.0.1:${upstream.port}/${path}`;
        const failure = await failureOf(volume.attempt({ upstream: url }).result);
        expect(failure).toMatchObject({ type: 'UpstreamMissing', nonRetryable: true });
      }
    } finally {
      await upstream.stop();
    }
  });

  test('a refused option names itself and nothing is made', async () => {
    const failure = await failureOf(volume.attempt({ upstream: 'rsync://h/m', rsyncOptions: ['-vze', '-i'] }).result);
    expect(failure).toMatchObject({ type: 'ConfigInvalid', nonRetryable: true });
    expect(failure.message).toContain('-e in "-vze" is refused');
    await expect(readdir(volume.layout.mirror)).rejects.toThrow('ENOENT');
  });
});

describe('an upstream with a login', () => {
  test('lets the right password in, which is to be seen in no argument, environment, heartbeat or log', async () => {
    const upstream = await startRsyncd({ login: { user: 'alice', password: PASSWORD } });
    const credentials = { username: 'alice', password: PASSWORD };
    const beats: unknown[] = [];
    const volume = await createSyncFixture({ credentials: async () => credentials, limits: { heartbeatMs: 50 } });
    try {
      await writeTree(upstream.content, { big: Buffer.alloc(3_000_000, 'x') });
      const { environment, result } = volume.attempt({ upstream: upstream.url, bandwidthLimit: '2M' });
      const seen = new Promise<string>((resolve) =>
        environment.on('heartbeat', (details) => {
          beats.push(details);
          // `e` shows the environment behind the arguments.
          const processes = execFileSync('ps', ['axewwo', 'args'], { encoding: 'utf8' });
          if (processes.includes(upstream.url)) resolve(processes);
        }),
      );
      expect(await seen).toContain('LC_ALL=C');
      expect(await seen).not.toContain(PASSWORD);
      await result;
      expect(JSON.stringify(beats)).not.toContain(PASSWORD);
      expect(await readFile(join(volume.layout.log, 'latest'), 'utf8')).not.toContain(PASSWORD);
    } finally {
      await volume.remove();
      await upstream.stop();
    }
  });

  test.each([
    ['a wrong password', { username: 'alice', password: 'wrong' }],
    ['no password', undefined],
  ])('refuses %s without a second attempt', async (_, credentials) => {
    const upstream = await startRsyncd({ login: { user: 'alice', password: PASSWORD } });
    const volume = await createSyncFixture({ credentials: async () => credentials });
    try {
      const failure = await failureOf(volume.attempt({ upstream: upstream.url }).result);
      expect(failure).toMatchObject({ type: 'UpstreamAuth', nonRetryable: true });
      expect(failure.message).not.toContain('wrong');
    } finally {
      await volume.remove();
      await upstream.stop();
    }
  });
});

describe('a volume without room', () => {
  test('the plan refuses what does not fit, before anything is touched', async () => {
    const upstream = await startRsyncd();
    const volume = await createSyncFixture({ space: async () => ({ free: 3_000_000, blockSize: 4096 }) });
    try {
      await writeTree(upstream.content, { a: 'a' });
      await writeTree(volume.layout.mirror, { a: 'a' });
      await writeTree(upstream.content, { big: Buffer.alloc(2_500_000) });
      const failure = await failureOf(volume.attempt({ upstream: upstream.url }).result);
      expect(failure).toMatchObject({ type: 'DiskFull', nonRetryable: false, nextRetryDelay: 1_800_000 });
      expect(await readdir(volume.layout.mirror)).toEqual(['a']);
    } finally {
      await volume.remove();
      await upstream.stop();
    }
  });

  test('what an interrupted run has fetched counts as room', async () => {
    const upstream = await startRsyncd();
    const volume = await createSyncFixture({ space: async () => ({ free: 2_000_000, blockSize: 4096 }) });
    try {
      await writeTree(upstream.content, { a: 'a', 'd/big': Buffer.alloc(2_500_000) });
      await writeTree(volume.layout.mirror, { a: 'a', 'd/.~tmp~/big': Buffer.alloc(2_000_000) });
      await volume.attempt({ upstream: upstream.url }).result;
      expect(await volume.difference(upstream.url)).toBe('');
    } finally {
      await volume.remove();
      await upstream.stop();
    }
  });

  test('a volume that runs full during the run is told as such', async () => {
    const upstream = await startRsyncd();
    const small = await mkdtemp(join(tmpdir(), 'small-'));
    const unmount = mountSmall(small);
    const volume = await createSyncFixture({ dataDir: small });
    try {
      await writeTree(upstream.content, { big: Buffer.alloc(6_000_000, 'x'), ...manyFiles(3) });
      const failure = await failureOf(volume.attempt({ upstream: upstream.url, minFree: '0' }).result);
      expect(failure).toMatchObject({ type: 'DiskFull', nextRetryDelay: 1_800_000 });
      expect(failure.message).toContain('No space left on device');
    } finally {
      unmount();
      await rm(small, { recursive: true });
      await upstream.stop();
    }
  });
});

/** A real file system of 4 MiB; whoever is not root needs sudo without a password. */
function mountSmall(directory: string): () => void {
  const asRoot = (...words: string[]): void => {
    const [program = '', ...args] = process.getuid?.() === 0 ? words : ['sudo', '-n', ...words];
    execFileSync(program, args);
  };
  asRoot('mount', '-t', 'tmpfs', '-o', 'size=4m,mode=0777', 'tmpfs', directory);
  return () => asRoot('umount', directory);
}
