import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LogEvent } from '../../../api/contract.ts';
import { core } from '../../../kubernetes/core-resources.ts';
import { LOG_FROM_HEADER, LOG_RUN_HEADER } from '../../../activities/worker-http-contract.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import { JOB_LABEL, WORKER_PORT } from '../../../resources/job/job-names.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';
import { onJobs, TestCluster } from './cluster.ts';
import { EventReader } from './event-reader.ts';
import { startTestApi } from './test-api.ts';
import type { TestApi } from './test-api.ts';

/** The worker's address is its pod's, and its port is fixed: one of the many loopback addresses is taken. */
const podIP = '127.83.17.9';

let cluster: TestCluster;
let api: TestApi;
let worker: Server;
let token: string;
let path: string;
let seen: { url: string | undefined; authorization: string | undefined }[];
let answer: (url: string, response: ServerResponse) => void;

beforeAll(async () => {
  cluster = await TestCluster.open();
  api = await startTestApi(await cluster.apiClient());
  token = await cluster.user('viewer', [onJobs(['get', 'watch']), onJobs(['get'], ['jobs/log'])]);
  await cluster.createJob('debian');
  path = `/api/v1/namespaces/${cluster.namespace}/jobs/debian`;
  await startPod();
});
beforeEach(async () => {
  seen = [];
  worker = createServer((request, response) => {
    seen.push({ url: request.url, authorization: request.headers.authorization });
    answer(request.url ?? '', response);
  }).listen(WORKER_PORT, podIP);
  await once(worker, 'listening');
});
afterEach(async () => {
  if (!worker.listening) return;
  worker.close();
  worker.closeAllConnections();
  await once(worker, 'close');
});
afterAll(() => api.stop());

async function startPod(): Promise<void> {
  const { admin, namespace } = cluster;
  const pod: KubernetesObject & { spec: object } = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'mirror-debian', namespace, labels: { [JOB_LABEL]: 'debian' } },
    spec: { containers: [{ name: 'worker', image: 'none' }] },
  };
  await admin.create(core.pods, pod);
  const body = { status: { phase: 'Running', podIP, podIPs: [{ ip: podIP }] } };
  await admin.patch(core.pods, { namespace, name: 'mirror-debian' }, { type: 'merge', body, subresource: 'status' });
}

async function setStatus(status: Job['status']): Promise<void> {
  const key = { namespace: cluster.namespace, name: 'debian' };
  await cluster.admin.patch(jobs, key, { type: 'merge', body: { status }, subresource: 'status' });
}

describe('the log', () => {
  test('is the worker’s, asked for with a token of this Job', async () => {
    answer = (_url, response) => void response.end('one\ntwo\n');
    const response = await api.fetch(`${path}/log?run=3&tail=2`, { token });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(await response.text()).toBe('one\ntwo\n');
    expect(seen).toEqual([{ url: '/log?run=3&tail=2', authorization: `Bearer worker-of-${cluster.namespace}/debian` }]);
  });

  test('that is followed comes as it is written', async () => {
    let write: (text: string) => unknown = () => undefined;
    answer = (_url, response) => {
      write = (text) => response.write(text);
      response.write('first\n');
    };
    const response = await api.fetch(`${path}/log?follow=1`, { token });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('first\n');
    write('second\n');
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('second\n');
    await reader.cancel();
  });

  test('that is followed as events keeps characters whole and ends with the run', async () => {
    const bytes = Buffer.from('naïve\n');
    answer = (_url, response) => {
      response.write(bytes.subarray(0, 3));
      setImmediate(() => response.end(bytes.subarray(3)));
    };
    const response = await api.fetch(`${path}/log?follow=1`, { token, headers: { accept: 'text/event-stream' } });
    const events = new EventReader<LogEvent>(response);
    await events.next('end');
    expect(events.seen.map((event) => (event.type === 'log' ? event.text : '')).join('')).toBe('naïve\n');
  });

  test('that is followed goes on between the attempts of a run, and across a worker that goes away, to its end', async () => {
    let text = 'attempt 1\n';
    let broken = false;
    answer = (url, response) => {
      const from = Number(new URL(url, 'http://worker').searchParams.get('from') ?? 0);
      response.writeHead(200, { [LOG_RUN_HEADER]: 7, [LOG_FROM_HEADER]: from });
      response.write(text.slice(from), () => (broken ? response.destroy() : response.end()));
    };
    await setStatus({ status: 'syncing', runSeq: 7 });
    const response = await api.fetch(`${path}/log?follow=1`, { token, headers: { accept: 'text/event-stream' } });
    const events = new EventReader<LogEvent>(response);
    expect(await events.next('log')).toMatchObject({ text: 'attempt 1\n' });
    await setStatus({ status: 'pre-syncing' });
    broken = true;
    text += 'attempt 2\n';
    expect(await events.next('log')).toMatchObject({ text: 'attempt 2\n' });
    broken = false;
    text += 'last\n';
    await setStatus({ status: 'failed' });
    await events.next('end');
    expect(events.seen.map((event) => (event.type === 'log' ? event.text : '')).join('')).toBe(text);
    expect(seen.every(({ url }) => url?.includes('run=7'))).toBe(true);
  });

  test('that is followed is of the run that was just started, as soon as that has one', async () => {
    answer = (url, response) => {
      const late = seen.length < 3;
      const of = new URL(url, 'http://worker').searchParams.get('run');
      if (late) response.writeHead(404).end();
      else response.writeHead(200, { [LOG_RUN_HEADER]: 8, [LOG_FROM_HEADER]: 0 }).end(`log of ${of}\n`);
    };
    await setStatus({ status: 'pre-syncing', runSeq: 8 });
    const response = await api.fetch(`${path}/log?follow=1`, { token });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('log of 8\n');
    await setStatus({ status: 'success', runSeq: 8 });
    await reader.cancel();
  });

  test('that breaks off does not look whole', async () => {
    answer = (_url, response) => {
      response.write('half', () => response.destroy());
    };
    const response = await api.fetch(`${path}/log`, { token });
    await expect(response.text()).rejects.toThrow();
    const stream = await api.fetch(`${path}/log?follow=1`, { token, headers: { accept: 'text/event-stream' } });
    const events = new EventReader<LogEvent>(stream);
    await expect(events.next('end')).rejects.toThrow('the stream ended before end; seen: log');
  });

  test('of a Job that does not exist is not found, of one without a worker not available', async () => {
    await cluster.createJob('idle');
    const status = async (job: string): Promise<number> =>
      (await api.fetch(path.replace(/debian$/, `${job}/log`), { token })).status;
    expect([await status('none'), await status('idle')]).toEqual([404, 503]);
  });

  test('of a run that is no longer kept is not found', async () => {
    answer = (_url, response) => void response.writeHead(404).end();
    const { status, body } = await api.call('GET', `${path}/log?run=1`, { token });
    expect([status, body.type]).toEqual([404, 'urn:durasync:problem:not-found']);
  });

  test('of a worker that refuses, is away or was never there says so', async () => {
    answer = (_url, response) => void response.writeHead(500).end();
    const unavailable = [503, 'urn:durasync:problem:worker-unavailable'];
    const refused = await api.call('GET', `${path}/log`, { token });
    expect([refused.status, refused.body.type]).toEqual(unavailable);
    worker.close();
    worker.closeAllConnections();
    await once(worker, 'close');
    const away = await api.call('GET', `${path}/log`, { token });
    expect([away.status, away.body.type]).toEqual(unavailable);
    await cluster.createJob('podless');
    const none = await api.call('GET', path.replace('debian', 'podless') + '/log', { token });
    expect([none.status, none.body.type]).toEqual(unavailable);
    expect(none.body.detail).toContain('not running');
  });
});

describe('live figures', () => {
  test('are in the events while a run is under way, and one connection serves all who look', async () => {
    const progress = {
      runSeq: 1,
      attempt: 1,
      progress: { phase: 'transferring', bytes: 5, updatedAt: '2026-01-01T00:00:00Z' },
    };
    const gone = Promise.withResolvers<void>();
    answer = (_url, response) => {
      response.once('close', () => gone.resolve());
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(progress)}\n\n`);
    };
    await setStatus({ status: 'syncing', runSeq: 1 });
    const readers = await Promise.all(
      [1, 2].map(async () => new EventReader(await api.fetch(`${path}/events`, { token }))),
    );
    for (const reader of readers) expect(await reader.next('progress')).toEqual({ type: 'progress', progress });
    expect(seen.map(({ url }) => url)).toEqual(['/progress']);
    await setStatus({ status: 'success' });
    await gone.promise;
    await Promise.all(readers.map((reader) => reader.leave()));
  });
});
