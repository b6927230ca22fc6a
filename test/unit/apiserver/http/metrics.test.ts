import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { get } from 'node:http';
import { until } from '../../../support/until.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.stop());

type Series = { readonly name: string; readonly labels: Readonly<Record<string, string>>; readonly value: number };

async function scrape(): Promise<Series[]> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', text = '']) => [key, text] as const);
    return value === undefined ? [] : [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

/** The sum of the series with these labels. */
async function read(name: string, labels: Record<string, string>): Promise<number> {
  const wanted = Object.entries(labels);
  const found = (await scrape()).filter((one) => one.name === name && wanted.every(([k, v]) => one.labels[k] === v));
  return found.reduce((sum, { value }) => sum + value, 0);
}

describe('/metrics', () => {
  test('counts requests by what they do and what came of it', async () => {
    await server.request('POST', CONFIG_MAPS, { metadata: { name: 'counted' } });
    await server.request('POST', CONFIG_MAPS, { metadata: { name: 'counted' } });
    await server.request('PUT', `${CONFIG_MAPS}/counted?dryRun=All`, { metadata: { name: 'counted' } });
    const of = { group: '', version: 'v1', resource: 'configmaps', scope: 'resource', component: 'apiserver' };
    expect(await read('apiserver_request_total', { ...of, verb: 'POST', code: '201', dry_run: '' })).toBe(1);
    expect(await read('apiserver_request_total', { ...of, verb: 'POST', code: '409' })).toBe(1);
    expect(await read('apiserver_request_total', { ...of, verb: 'PUT', code: '200', dry_run: 'All' })).toBe(1);
    expect(await read('apiserver_request_duration_seconds_count', { ...of, verb: 'POST' })).toBe(2);
  });

  test('remembers no label of what is not served', async () => {
    for (const path of ['/apis/none.dev/v1/things/x', '/nothing', `${CONFIG_MAPS}/x/stray`, '/api/v1/%zz']) {
      await server.request('GET', path);
    }
    const texts = (await scrape()).flatMap(({ labels }) => Object.values(labels));
    expect(texts.filter((text) => /none|things|nothing|stray|zz/.test(text))).toEqual([]);
  });

  test('knows the watches that are open, and counts them when they end', async () => {
    const of = { verb: 'WATCH', resource: 'configmaps' };
    const watching = get(`${server.url}${CONFIG_MAPS}?watch=true`);
    await once(watching, 'response');
    expect(await read('apiserver_longrunning_requests', of)).toBe(1);
    expect(await read('apiserver_request_total', of)).toBe(0);
    watching.destroy();
    await until('the watch to be over', async () => (await read('apiserver_longrunning_requests', of)) === 0);
    expect(await read('apiserver_request_total', { ...of, code: '200' })).toBe(1);
  });

  test('counts the objects that are stored, and the request that asks', async () => {
    const before = await read('apiserver_storage_objects', { resource: 'leases.coordination.k8s.io' });
    await server.request('POST', '/apis/coordination.k8s.io/v1/namespaces/default/leases', { metadata: { name: 'a' } });
    expect(await read('apiserver_storage_objects', { resource: 'leases.coordination.k8s.io' })).toBe(before + 1);
    expect(await read('apiserver_current_inflight_requests', { request_kind: 'readOnly' })).toBe(1);
    expect(await read('process_resident_memory_bytes', {})).toBeGreaterThan(0);
  });

  test('is for those who may read it', async () => {
    const headers = { 'impersonate-user': 'bob' };
    expect((await fetch(`${server.url}/metrics`, { headers })).status).toBe(403);
    const monitor = { 'impersonate-user': 'bob', 'impersonate-group': 'system:monitoring' };
    expect((await fetch(`${server.url}/metrics`, { headers: monitor })).status).toBe(200);
  });
});
