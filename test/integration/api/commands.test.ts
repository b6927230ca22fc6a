import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Run, RunPage } from '../../../api/contract.ts';
import { jobs } from '../../../resources/job/job.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { CommandResult } from '../../../workflows/messages.ts';
import { until } from '../../support/until.ts';
import { onJobs, TestCluster } from './cluster.ts';
import { EventReader } from './event-reader.ts';
import { startJobWorkflow } from './job-workflow.ts';
import type { JobWorkflow } from './job-workflow.ts';
import { startTestApi } from './test-api.ts';
import type { TestApi } from './test-api.ts';

let cluster: TestCluster;
let api: TestApi;
let workflow: JobWorkflow;
let token: string;
let path: string;

beforeAll(async () => {
  cluster = await TestCluster.open();
  api = await startTestApi(await cluster.apiClient());
  token = await cluster.user('operator', [
    onJobs(['get', 'list', 'watch', 'patch', 'delete']),
    onJobs(['create'], ['jobs/command']),
  ]);
  workflow = await startJobWorkflow(cluster, await cluster.createJob('debian'));
  path = `/api/v1/namespaces/${cluster.namespace}/jobs/debian`;
  (await workflow.sync.attempt(1)).succeed();
  await until(
    'the first run',
    async () => (await api.call<Job>('GET', path, { token })).body.status?.status === 'success',
  );
});
afterAll(async () => {
  await workflow.stop();
  await api.stop();
});

const command = (body: object, headers: Record<string, string> = {}) =>
  api.call<CommandResult>('POST', `${path}/commands`, { token, body, headers });

const streamCommand = async (body: object): Promise<EventReader> => {
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
  const response = await api.fetch(`${path}/commands`, { method: 'POST', token, headers, body: JSON.stringify(body) });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  return new EventReader(response);
};

describe('a command', () => {
  test('is answered with the state after it, once for each id', async () => {
    const first = await command({ command: 'pause', commandId: 'pause-1' });
    expect([first.status, first.body.state, first.body.changed]).toEqual([200, 'paused', true]);
    const again = await command({ command: 'pause' }, { 'idempotency-key': 'pause-1' });
    expect(again.body).toEqual(first.body);
    expect((await command({ command: 'pause' })).body.changed).toBe(false);
    expect((await command({ command: 'resume' })).body).toMatchObject({ state: 'success', changed: true });
  });

  test('as a stream ends with the run that it started', async () => {
    const held = workflow.sync.attempts.length + 1;
    const events = await streamCommand({ command: 'start' });
    const { result } = await events.next('command');
    expect(result).toMatchObject({ changed: true, runSeq: held });
    await events.next('status', ({ job }) => job.status?.status === 'syncing');
    (await workflow.sync.attempt(held)).succeed({ size: 77 });
    const { job } = await events.next('end');
    expect(job.status).toMatchObject({ status: 'success', runSeq: held, size: 77 });
    expect(await events.ended()).toBe(true);
  });

  test('as a stream ends when the run is stopped', async () => {
    const held = workflow.sync.attempts.length + 1;
    const events = await streamCommand({ command: 'start' });
    await events.next('command');
    await workflow.sync.attempt(held);
    const stopping = await streamCommand({ command: 'stop' });
    expect((await stopping.next('command')).result.runSeq).toBe(held);
    expect((await stopping.next('end')).job.status).toMatchObject({ status: 'success', runSeq: held });
    expect((await events.next('end')).job.status?.runSeq).toBe(held);
  });

  test('as a stream ends at once when there is no run', async () => {
    const events = await streamCommand({ command: 'stop' });
    expect((await events.next('command')).result.changed).toBe(false);
    expect((await events.next('end')).job.status?.status).toBe('success');
    const pausing = await streamCommand({ command: 'pause' });
    expect((await pausing.next('end')).job.status?.status).toBe('paused');
    const resuming = await streamCommand({ command: 'resume' });
    expect((await resuming.next('end')).job.status?.status).toBe('success');
  });

  test('to a Job without a workflow says what to expect, to none is not found', async () => {
    await cluster.createJob('fresh');
    const address = `/api/v1/namespaces/${cluster.namespace}/jobs`;
    const fresh = await api.call('POST', `${address}/fresh/commands`, { token, body: { command: 'start' } });
    expect([fresh.status, fresh.body.type]).toEqual([503, 'urn:durasync:problem:workflow-not-started']);
    expect(fresh.headers.get('retry-after')).toBe('2');
    const none = await api.call('POST', `${address}/none/commands`, { token, body: { command: 'start' } });
    expect([none.status, none.body.type]).toEqual([404, 'urn:durasync:problem:not-found']);
  });

  test('that is no command is refused by name', async () => {
    const { status, body } = await api.call('POST', `${path}/commands`, { token, body: { command: 'explode' } });
    expect([status, body.errors]).toEqual([
      422,
      [{ field: 'command', message: expect.stringContaining('start, stop') }],
    ]);
  });
});

describe('the events of a Job', () => {
  test('tell it now and at every change, and end with it', async () => {
    await cluster.createJob('short-lived');
    const address = `/api/v1/namespaces/${cluster.namespace}/jobs/short-lived`;
    const events = new EventReader(await api.fetch(`${address}/events`, { token }));
    expect((await events.next('status')).job.metadata.name).toBe('short-lived');
    const headers = { 'content-type': 'application/merge-patch+json' };
    await api.call('PATCH', address, { token, headers, body: { spec: { config: { alias: 'new' } } } });
    expect(
      (await events.next('status', ({ job }) => job.spec.config.alias === 'new')).job.metadata.managedFields,
    ).toBeUndefined();
    await api.call('DELETE', address, { token });
    // A version may be told twice; what counts is that the stream ends with the Job.
    await events.drain();
  });

  test('of a Job that does not exist are not found', async () => {
    const address = `/api/v1/namespaces/${cluster.namespace}/jobs/none/events`;
    expect((await api.call('GET', address, { token })).status).toBe(404);
  });

  test('leave nothing behind when the client goes', async () => {
    const open = async (): Promise<number> => {
      const text = await (await api.fetch('/metrics')).text();
      return Number(/durasync_api_streams\{route="[^"]*\/events"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    const before = await open();
    const events = new EventReader(await api.fetch(`${path}/events`, { token }));
    await events.next('status');
    expect(await open()).toBe(before + 1);
    await events.leave();
    await until('the stream to be forgotten', async () => (await open()) === before);
  });
});

describe('runs', () => {
  test('are listed newest first, in pages, and told one by one', async () => {
    const held = workflow.sync.attempts.length + 1;
    const events = await streamCommand({ command: 'start' });
    (await workflow.sync.attempt(held)).fail('UpstreamMissing', 'The module is gone.');
    await events.next('end');
    // Visibility follows the workflows a moment later.
    const newest = await until('the failed run in the list', async () => {
      const { body } = await api.call<RunPage>('GET', `${path}/runs?limit=1`, { token });
      return body.items[0]?.state === 'failed' && body;
    });
    expect(newest.items[0]).toMatchObject({ seq: held, result: 'UpstreamMissing', trigger: 'command' });
    const { body: rest } = await api.call<RunPage>('GET', `${path}/runs?pageToken=${newest.nextPageToken}`, { token });
    expect(rest.items.map(({ seq }) => seq)).toEqual(Array.from({ length: held - 1 }, (_, index) => held - 1 - index));
    expect(rest.items.at(-1)).toMatchObject({ seq: 1, state: 'success', bytes: 4_096 });

    const { body: failed } = await api.call<Run>('GET', `${path}/runs/${held}`, { token });
    expect(failed).toMatchObject({ seq: held, state: 'failed', message: 'The module is gone.' });
    const { body: good } = await api.call<Run>('GET', `${path}/runs/1`, { token });
    expect(good).toMatchObject({ seq: 1, state: 'success', stats: { files: 3 } });
  });

  test('of an earlier Job of the same name are told only on demand', async () => {
    const listed = async (query: string): Promise<number> =>
      (await api.call<RunPage>('GET', `${path}/runs?limit=200${query}`, { token })).body.items.length;
    const before = await listed('');
    expect(before).toBeGreaterThan(0);
    await cluster.admin.delete(jobs, { namespace: cluster.namespace, name: 'debian' });
    expect(await listed('')).toBe(before);
    await cluster.createJob('debian');
    expect([await listed(''), await listed('&all=true')]).toEqual([0, before]);
  });

  test('that never were are not found', async () => {
    expect((await api.call('GET', `${path}/runs/999`, { token })).body.type).toBe('urn:durasync:problem:not-found');
    const none = `/api/v1/namespaces/${cluster.namespace}/jobs/none/runs`;
    expect((await api.call('GET', none, { token })).status).toBe(404);
    const nonsense = await api.call('GET', `${path}/runs?pageToken=bm9uc2Vuc2U`, { token });
    expect([nonsense.status, nonsense.body.errors?.[0]?.field]).toEqual([400, 'pageToken']);
  });
});
