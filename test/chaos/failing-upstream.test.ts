import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { JobConfig } from '../../resources/job/job-config.ts';
import { FRONT_PORT, JOB_LABEL } from '../../resources/job/job-names.ts';
import { jobs, type Job } from '../../resources/job/job.ts';
import type { KubernetesObject } from '../../resources/kind.ts';
import { core } from '../../kubernetes/core-resources.ts';
import { startBadUpstream } from '../support/rsyncd/start-bad-upstream.ts';
import { startFaultyProxy } from '../support/rsyncd/start-faulty-proxy.ts';
import { startRsyncd, type Rsyncd } from '../support/rsyncd/start-rsyncd.ts';
import { manyFiles, writeTree } from '../support/rsyncd/write-tree.ts';
import { startTestStack, type TestStack } from '../support/stack/test-stack.ts';
import { until } from '../support/until.ts';

const JOB = 'mirror';
const FILES = 40;

let stack: TestStack;
let upstream: Rsyncd;
let front = '';

beforeAll(async () => {
  upstream = await startRsyncd();
  await writeTree(upstream.content, manyFiles(FILES));
  stack = await startTestStack({ samples: false });
  await createJob();
  await stack.untilJob(JOB, ({ status }) => status?.status === 'success');
  front = await frontUrl();
}, 180_000);
afterAll(async () => {
  await stack?.close();
  await upstream?.stop();
}, 60_000);

/** One attempt a run, so that each failure is told as the run's. */
const CONFIG = { interval: '1h', retry: 1, rsyncOptions: ['--timeout=3', '--contimeout=3'] } as const;

async function createJob(): Promise<void> {
  await stack.stack.kubernetes.client.create(jobs, {
    apiVersion: 'mirror.durasync.dev/v1',
    kind: 'Job',
    metadata: { name: JOB, namespace: 'default' },
    spec: { config: { upstream: upstream.url, ...CONFIG } },
  } as unknown as Job);
}

async function configure(config: Partial<JobConfig>): Promise<void> {
  const patched = await stack.stack.kubernetes.client.patch<Job>(
    jobs,
    { namespace: 'default', name: JOB },
    { type: 'merge', body: { spec: { config } } },
  );
  await stack.untilJob(JOB, ({ status }) => status?.observedGeneration === patched.metadata.generation);
}

type Pod = KubernetesObject & { status?: { podIP?: string } };

async function frontUrl(): Promise<string> {
  return until('the file server', async () => {
    const { items } = await stack.stack.kubernetes.client.list<Pod>(core.pods, {
      labelSelector: `${JOB_LABEL}=${JOB}`,
    });
    const url = `http://${String(items[0]?.status?.podIP)}:${FRONT_PORT}`;
    return (await served(url)) === 200 && url;
  });
}

async function served(url: string, path = 'dir-0/file-0.txt'): Promise<number> {
  const answer = await fetch(`${url}/${path}`, { signal: AbortSignal.timeout(5_000) });
  await answer.arrayBuffer();
  return answer.status;
}

/** Whether the mirror has each of the files that it began with, as they were. */
async function isAsItWas(): Promise<boolean> {
  const answers = await Promise.all(
    Object.entries(manyFiles(FILES)).map(async ([path, content]) => {
      const answer = await fetch(`${front}/${path}`, { signal: AbortSignal.timeout(5_000) });
      return (await answer.text()) === content;
    }),
  );
  return answers.every(Boolean);
}

/** Runs the Job by the CLI, as a user does who wants to know how it ends. */
async function runAndExpect(errorClass: string, message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await stack.durasync('mirror', 'start', JOB, '--wait');
  expect({ code, text: stdout + stderr }).toEqual({ code: 1, text: expect.stringMatching(message) });
  const { status } = await stack.job(JOB);
  expect(status).toMatchObject({ status: 'failed', errorClass });
  expect(status?.errorMsg).toMatch(message);
  expect(await served(front)).toBe(200);
}

/** From the end of the last run to the next of the schedule, milliseconds. */
async function pauseAfterRun(): Promise<number> {
  const { status } = await stack.job(JOB);
  return Date.parse(status?.nextSchedule ?? '') - Date.parse(status?.lastEnded ?? '');
}

describe('an upstream that misbehaves leaves the mirror as it was', () => {
  test.each([
    ['hangs up', 'resets', /UpstreamUnreachable|UpstreamProtocol/],
    ['hangs', 'hangs', /UpstreamStalled|UpstreamUnreachable/],
    ['says nothing', 'silent', /UpstreamStalled|UpstreamUnreachable/],
    ['sends garbage', 'garbage', /UpstreamProtocol/],
    ['has too many connections', 'busy', /UpstreamBusy/],
  ] as const)('%s', async (_what, kind, errorClass) => {
    const bad = await startBadUpstream(kind);
    try {
      await configure({ upstream: bad.url });
      await stack.durasync('mirror', 'start', JOB, '--wait');
      const { status } = await stack.job(JOB);
      expect(status?.status).toBe('failed');
      expect(status?.errorClass).toMatch(errorClass);
      await runAndExpect(status?.errorClass ?? '', /.{20,}/);
    } finally {
      await bad.stop();
    }
  });

  test('vanishes', async () => {
    await configure({ upstream: 'rsync://127.0.0.1:1/data/' });
    await runAndExpect('UpstreamUnreachable', /refused|reach/i);
  });

  test('has no such module', async () => {
    await configure({ upstream: upstream.url.replace('/data/', '/nothing/') });
    await runAndExpect('UpstreamMissing', /nothing|module/i);
  });

  test('would fill the disk', async () => {
    await configure({ upstream: upstream.url, minFree: '900Pi' });
    await writeTree(upstream.content, { 'new-file.txt': 'more' });
    await runAndExpect('DiskFull', /space|free/i);
    await rm(`${upstream.content}/new-file.txt`);
    await configure({ minFree: '64Mi' });
  });

  test.each([
    ['dies', 'UpstreamUnreachable', /hung up/],
    ['stalls', 'UpstreamStalled', /sent nothing/],
    ['garbles', 'UpstreamProtocol', /not the rsync protocol/],
  ] as const)('%s in the middle of a transfer: what was there stays complete', async (fault, errorClass, message) => {
    const proxy = await startFaultyProxy(upstream.port, fault, 2 ** 20);
    try {
      await configure({ upstream: proxy.url });
      await stack.durasync('mirror', 'start', JOB, '--wait');
      await writeTree(upstream.content, { 'dir-0/file-0.txt': 'another content', 'large.bin': randomBytes(2 ** 23) });
      await runAndExpect(errorClass, message);
      expect(proxy.faults).toBeGreaterThan(0);
      expect(await isAsItWas()).toBe(true);
      expect(await served(front, 'large.bin')).toBe(404);
    } finally {
      await proxy.stop();
      await rm(`${upstream.content}/large.bin`);
      await writeTree(upstream.content, manyFiles(FILES));
    }
    await configure({ upstream: upstream.url });
    expect(await stack.durasync('mirror', 'start', JOB, '--wait')).toMatchObject({ code: 0 });
    expect(await stack.difference(JOB, upstream.url)).toBe('');
  });

  test('goes empty: refused until the user allows it', async () => {
    await configure({ upstream: upstream.url });
    await rm(upstream.content, { recursive: true });
    await writeTree(upstream.content, { 'only.txt': 'left' });
    await runAndExpect('MassDeletion', /--allow-delete/);
    const allowed = await stack.durasync('mirror', 'start', JOB, '--wait', '--allow-delete');
    expect(allowed.code).toBe(0);
    expect(await stack.difference(JOB, upstream.url)).toBe('');
  });
});

describe('however short the interval', () => {
  beforeAll(async () => {
    await writeTree(upstream.content, manyFiles(FILES));
    await configure({ upstream: upstream.url, interval: '10s' });
    await stack.untilJob(JOB, ({ status }) => status?.status === 'success');
  });
  afterAll(() => configure({ interval: CONFIG.interval }));

  test('an upstream that fails is asked less and less often', async () => {
    await configure({ upstream: 'rsync://127.0.0.1:1/data/' });
    await stack.untilJob(JOB, ({ status }) => status?.status === 'failed');
    const minutes = [Math.floor((await pauseAfterRun()) / 60_000)];
    while (minutes.length < 3) {
      await stack.durasync('mirror', 'start', JOB, '--wait');
      minutes.push(Math.floor((await pauseAfterRun()) / 60_000));
    }
    expect(minutes).toEqual([1, 2, 4]);
  });
});

describe('with the default of two attempts a run', () => {
  beforeAll(async () => {
    await configure({ upstream: upstream.url, retry: 2, interval: '1h' });
    await stack.untilJob(JOB, ({ status }) => status?.status === 'success');
  });

  test('a full disk is told at once, and the run goes on as soon as the config is mended', async () => {
    await configure({ minFree: '900Pi' });
    await writeTree(upstream.content, { 'new-file.txt': 'more' });
    await stack.durasync('mirror', 'start', JOB);
    const { status: waiting } = await stack.untilJob(JOB, ({ status }) => status?.errorClass === 'DiskFull');
    expect(waiting).toMatchObject({ status: 'pre-syncing', attempt: 1, errorMsg: expect.stringContaining('minFree') });
    expect(waiting?.waitingFor).toMatch(/^Attempt 2 of 2 at .*DiskFull/);
    expect(waiting).not.toHaveProperty('progress');
    expect(await served(front)).toBe(200);
    await configure({ minFree: '64Mi' });
    const { status: mended } = await stack.untilJob(JOB, ({ status }) => status?.status === 'success');
    expect(mended).toMatchObject({ runSeq: waiting?.runSeq, attempt: 2 });
    expect(await stack.difference(JOB, upstream.url)).toBe('');
  });

  test('a busy upstream is left in peace until it is forced; who waits is told why, who follows the log sees both', async () => {
    const bad = await startBadUpstream('busy');
    try {
      await configure({ upstream: bad.url });
      await stack.untilJob(JOB, ({ status }) => status?.errorClass === 'UpstreamBusy');
      const log = stack.durasync('mirror', 'logs', JOB, '--follow');
      const waiting = await stack.durasync('mirror', 'start', JOB, '--wait', '--timeout', '20s');
      expect(waiting.stderr).toMatch(/Attempt 2 of 2 at .*UpstreamBusy/);
      expect(waiting.stderr).toContain('the run goes on');
      const forced = await stack.durasync('mirror', 'start', JOB, '--force', '--wait');
      expect(forced).toMatchObject({ code: 1, stderr: expect.stringMatching(/failed UpstreamBusy/) });
      expect(await log).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/attempt 1,[^]*attempt 2,[^]*UpstreamBusy/),
      });
    } finally {
      await bad.stop();
    }
  });
});
