import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import type { JobConfig } from '../../resources/job/job-config.ts';
import { FRONT_PORT, JOB_LABEL } from '../../resources/job/job-names.ts';
import { jobs, type Job } from '../../resources/job/job.ts';
import type { KubernetesObject } from '../../resources/kind.ts';
import { core } from '../../kubernetes/core-resources.ts';
import { startBadUpstream } from '../support/rsyncd/start-bad-upstream.ts';
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

/** One attempt a run, a short interval: whatever storms would storm here. */
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

async function served(url: string): Promise<number> {
  const answer = await fetch(`${url}/dir-0/file-0.txt`, { signal: AbortSignal.timeout(5_000) });
  await answer.arrayBuffer();
  return answer.status;
}

/** Runs the Job by the CLI, as a user does who wants to know how it ends. */
async function runAndExpect(errorClass: string, message: RegExp): Promise<void> {
  const { code, stdout, stderr } = await stack.durasync('mirror', 'start', JOB, '--wait');
  expect({ code, text: stdout + stderr }).toEqual({ code: 1, text: expect.stringMatching(message) });
  const { status } = await stack.job(JOB);
  expect(status).toMatchObject({ status: 'failed', errorClass });
  expect(status?.errorMsg).toMatch(message);
  // The next run is planned, and not at once.
  expect(Date.parse(status?.nextSchedule ?? '') - Date.parse(status?.lastEnded ?? '')).toBeGreaterThan(30_000);
  expect(await served(front)).toBe(200);
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
