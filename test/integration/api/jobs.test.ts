import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { JobPage } from '../../../api/contract.ts';
import type { Job } from '../../../resources/job/job.ts';
import { jobObject, onJobs, TestCluster } from './cluster.ts';
import { startTestApi } from './test-api.ts';
import type { TestApi } from './test-api.ts';

let cluster: TestCluster;
let api: TestApi;
let token: string;
let path: string;

beforeAll(async () => {
  cluster = await TestCluster.open();
  api = await startTestApi(await cluster.apiClient());
  token = await cluster.user('editor', [onJobs(['get', 'list', 'create', 'update', 'patch', 'delete'])]);
  path = `/api/v1/namespaces/${cluster.namespace}/jobs`;
});
afterAll(() => api.stop());

const mergePatch = { 'content-type': 'application/merge-patch+json' };

describe('a Job', () => {
  test('is created, read, replaced, patched and deleted', async () => {
    const created = await api.call<Job>('POST', path, { token, body: jobObject('life') });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${path}/life`);
    expect(created.body.spec.config.interval).toBe('6h');
    expect(created.body.metadata.managedFields).toBeUndefined();

    const wanted = {
      ...created.body,
      spec: { ...created.body.spec, config: { ...created.body.spec.config, interval: '1h' } },
    };
    const replaced = await api.call<Job>('PUT', `${path}/life`, { token, body: wanted });
    expect([replaced.status, replaced.body.spec.config.interval]).toEqual([200, '1h']);

    const body = { spec: { config: { alias: 'Life' } } };
    const patched = await api.call<Job>('PATCH', `${path}/life`, { token, body, headers: mergePatch });
    expect([patched.status, patched.body.spec.config.alias]).toEqual([200, 'Life']);
    expect((await api.call<Job>('GET', `${path}/life`, { token })).body).toEqual(patched.body);

    expect(await api.call('DELETE', `${path}/life`, { token })).toMatchObject({ status: 202, body: null });
    expect((await api.call('GET', `${path}/life`, { token })).body.type).toBe('urn:durasync:problem:not-found');
  });

  test('is not overwritten by who read it before another change', async () => {
    const { body: job } = await api.call<Job>('POST', path, { token, body: jobObject('contested') });
    const body = { spec: { config: { alias: 'first' } } };
    await api.call('PATCH', `${path}/contested`, { token, body, headers: mergePatch });
    const late = await api.call('PUT', `${path}/contested`, { token, body: job });
    expect([late.status, late.body.type]).toEqual([409, 'urn:durasync:problem:conflict']);
    const again = await api.call('POST', path, { token, body: jobObject('contested') });
    expect([again.status, again.body.type]).toEqual([409, 'urn:durasync:problem:already-exists']);
  });

  test('is only tried out with dryRun', async () => {
    expect((await api.call('POST', `${path}?dryRun=All`, { token, body: jobObject('tried') })).status).toBe(201);
    expect((await api.call('GET', `${path}/tried`, { token })).status).toBe(404);
    expect((await api.call('POST', `${path}?dryRun=maybe`, { token, body: jobObject('tried') })).status).toBe(400);
  });

  test('comes in pages', async () => {
    const other = await TestCluster.open();
    const reader = await other.user('reader', [onJobs(['list'])]);
    for (const name of ['a', 'b', 'c']) await other.createJob(name);
    const address = `/api/v1/namespaces/${other.namespace}/jobs`;
    const { body: first } = await api.call<JobPage>('GET', `${address}?limit=2`, { token: reader });
    expect(first.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
    const whole = await api.call<JobPage>('GET', address, { token: reader });
    expect([whole.status, whole.body.items.length, whole.body.continue]).toEqual([200, 3, undefined]);
    const next = `${address}?limit=2&continue=${encodeURIComponent(first.continue ?? '')}`;
    const { body: second } = await api.call<JobPage>('GET', next, { token: reader });
    expect(second).toEqual({ items: [expect.objectContaining({ metadata: expect.objectContaining({ name: 'c' }) })] });
    const nonsense = await api.call('GET', `${address}?continue=nonsense`, { token: reader });
    expect(nonsense).toMatchObject({ status: 400, body: { type: 'urn:durasync:problem:invalid-parameter' } });
  });
});

describe('bad input', () => {
  const withConfig = (config: object) => ({ ...jobObject('bad'), spec: { config } });
  const good = { upstream: 'rsync://upstream.example/module/' };

  test.each<[string, unknown, number, string[]]>([
    ['an unknown field', withConfig({ ...good, upstraem: 'x' }), 422, ['spec.config.upstraem']],
    ['a bad value', withConfig({ upstream: 'ftp://x/' }), 422, ['spec.config.upstream']],
    ['a backward cron range', withConfig({ ...good, cron: '5-1 * * * *' }), 422, ['spec.config.cron']],
    ['a day that never comes', withConfig({ ...good, cron: '0 0 30 2 *' }), 422, ['spec.config.cron']],
    ['an unknown time zone', withConfig({ ...good, timeZone: 'Mars/Phobos' }), 422, ['spec.config.timeZone']],
    ['a remote shell', withConfig({ ...good, rsyncOptions: ['--rsh=x'] }), 422, ['spec.config.rsyncOptions[0]']],
    ['no interval', withConfig({ ...good, interval: '0s' }), 422, ['spec.config.interval']],
    ['a missing field', withConfig({}), 422, ['spec.config.upstream']],
    ['another kind', { ...jobObject('bad'), kind: 'Pod' }, 422, ['kind']],
    ['another namespace', jobObject('bad', 'kube-system'), 422, ['metadata.namespace']],
    ['no name', { spec: { config: good } }, 422, ['metadata.name']],
    ['a name that is none', { ...jobObject('Bad_Name') }, 422, ['metadata.name']],
    ['a list', [], 400, []],
    ['a text', '"text"', 400, []],
    ['broken JSON', '{"a":', 400, []],
  ])('%s', async (_what, body, status, fields) => {
    const answer = await api.call('POST', path, { token, body });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.body.detail).not.toBe('');
    expect([answer.status, [...new Set((answer.body.errors ?? []).map(({ field }) => field))]]).toEqual([
      status,
      fields,
    ]);
  });

  test.each<[string, string, { body?: unknown; headers?: Record<string, string> }, number]>([
    ['POST', '', { body: 'x'.repeat(1024 * 1024 + 1) }, 413],
    ['POST', '', { body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
    ['POST', '', { body: '{}', headers: { 'content-encoding': 'gzip' } }, 415],
    ['PATCH', '/x', { body: '{}' }, 415],
    ['PUT', '/x', { body: jobObject('x') }, 422],
    ['PUT', '/x', { body: jobObject('y') }, 422],
    ['GET', '/UPPER', {}, 400],
    ['GET', '/..%2f..%2fsecrets', {}, 400],
    ['GET', '/%zz', {}, 400],
    ['GET', '?limit=0', {}, 400],
    ['GET', '?limit=1&limit=2', {}, 400],
    ['GET', '?limt=1', {}, 400],
    ['DELETE', '', {}, 405],
    ['OPTIONS', '', {}, 405],
    ['GET', '/x/nowhere', {}, 404],
    ['GET', '/x/runs/0', {}, 400],
  ])('%s …%s with %j is answered', async (method, rest, options, status) => {
    const answer = await api.call(method, path + rest, { token, ...options });
    expect([answer.status, answer.body.status]).toEqual([status, status]);
    expect(answer.body.type).toMatch(/^urn:durasync:problem:[a-z-]+$/);
  });
});

describe('every answer', () => {
  test('carries the request id, the caller’s own when it is a plain word', async () => {
    const given = await api.call('GET', '/nowhere', { headers: { 'x-request-id': 'mine-1' } });
    expect(given.headers.get('x-request-id')).toBe('mine-1');
    expect(given.body.instance).toBe('urn:durasync:request:mine-1');
    const other = await api.call('GET', '/nowhere', { headers: { 'x-request-id': 'a b"c' } });
    expect(other.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('has the headers of data that nobody may frame, sniff or cache', async () => {
    const { headers } = await api.fetch('/healthz');
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    expect(headers.has('x-powered-by')).toBe(false);
  });

  test('405 says what is allowed', async () => {
    const { headers } = await api.call('DELETE', path, { token });
    expect(headers.get('allow')).toBe('GET, POST, HEAD');
  });
});

describe('the open routes', () => {
  test('tell health, readiness, figures and the document', async () => {
    expect(await (await api.fetch('/healthz')).text()).toBe('ok\n');
    expect(await (await api.fetch('/readyz')).json()).toEqual({
      ready: true,
      checks: { kubernetes: true, temporal: true },
    });
    expect(await (await api.fetch('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
    const figures = await (await api.fetch('/metrics')).text();
    expect(figures).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} \d/);
    expect(figures).toContain('process_resident_memory_bytes');
  });
});
