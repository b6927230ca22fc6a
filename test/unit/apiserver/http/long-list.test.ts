import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

const PATH = '/api/v1/namespaces/default/configmaps';
/** More than the first page of a list holds, and long enough to be compressed. */
const OBJECTS = 400;

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
  const writes = Array.from({ length: OBJECTS }, (_, index) => store(index, 'x'.repeat(1000)));
  await Promise.all(writes);
});
afterAll(() => server.stop());

const nameOf = (index: number): string => `many-${String(index).padStart(3, '0')}`;
const keyOf = (index: number): string => `/core/configmaps/default/${nameOf(index)}`;

function valueOf(index: number, text: string): object {
  const metadata = { name: nameOf(index), namespace: 'default', uid: String(index), creationTimestamp: null };
  return { kind: 'ConfigMap', apiVersion: 'v1', metadata, data: { text } };
}

const store = (index: number, text: string) => server.store.create(keyOf(index), JSON.stringify(valueOf(index, text)));

type List = {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly { metadata: { name: string; resourceVersion: string }; data: { text: string } }[];
};

function ask(query: string, headers: Record<string, string>): Promise<{ encoding: string | undefined; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${PATH}${query}`, { headers }, (response) => {
      const encoding = response.headers['content-encoding'];
      buffer(response).then((body) => resolve({ encoding, body }), reject);
    });
    sent.once('error', reject);
    sent.end();
  });
}

test('a long list has every object once, in order, each as it is alone', async () => {
  const { encoding, body } = await ask('', {});
  expect(encoding).toBeUndefined();
  const list = JSON.parse(body.toString()) as List;
  const names = list.items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('many-'));
  expect(names).toEqual(Array.from({ length: OBJECTS }, (_, index) => nameOf(index)));
  expect(list.metadata).toEqual({ resourceVersion: String(await server.store.revision()) });
  const { body: alone } = await server.request('GET', `${PATH}/${nameOf(17)}`);
  expect({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    ...list.items.find(({ metadata }) => metadata.name === nameOf(17)),
  }).toEqual(alone);
});

test('it is compressed for who accepts that, and the same', async () => {
  const plain = await ask('', {});
  const compressed = await ask('', { 'accept-encoding': 'deflate, gzip;q=0.8' });
  expect(compressed.encoding).toBe('gzip');
  expect(gunzipSync(compressed.body).equals(plain.body)).toBe(true);
});

test('it shows one moment, whatever is written while it is read', async () => {
  const page = await server.store.list({ prefix: '/core/configmaps/default/', limit: 10, isCounted: false });
  expect(page.remaining).toBeGreaterThan(0);
  const last = await server.store.get(keyOf(OBJECTS - 1));
  await server.store.update(keyOf(OBJECTS - 1), JSON.stringify(valueOf(OBJECTS - 1, 'later')), last?.revision ?? 0);
  const rest = { prefix: '/core/configmaps/default/', revision: page.revision, after: page.records.at(-1)?.key ?? '' };
  const { records } = await server.store.list(rest);
  expect(records.find(({ key }) => key === keyOf(OBJECTS - 1))?.value).toContain('xxx');
});

test('an object that is stored in another order of its fields is served like any other', async () => {
  const { kind, ...rest } = valueOf(OBJECTS, 'other') as { kind: string };
  await server.store.create(keyOf(OBJECTS), JSON.stringify({ ...rest, kind }));
  const { body } = await ask('', {});
  const found = (JSON.parse(body.toString()) as List).items.filter(({ metadata }) => metadata.name === nameOf(OBJECTS));
  expect(found).toEqual([
    { ...rest, apiVersion: undefined, metadata: expect.objectContaining({ uid: '400' }) as unknown },
  ]);
  expect(found[0]?.metadata.resourceVersion).toMatch(/^\d+$/);
});
