import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_DEPTH } from '../../../../apiserver/object/depth.ts';
import { until } from '../../../support/until.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const THINGS = '/apis/example.com/v1/namespaces/default/things';
const FREE = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
  await server.request('POST', DEFINITIONS, {
    metadata: { name: 'things.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'things', kind: 'Thing' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: FREE } }],
    },
  });
  await until('the kind to be served', async () => (await server.request('GET', THINGS)).status === 200);
  await server.request('POST', THINGS, { ...thing, metadata: { name: 'one' } });
});
afterAll(() => server.stop());

const thing = { apiVersion: 'example.com/v1', kind: 'Thing' };
const nested = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
const json = (name: string, depth: number): string =>
  JSON.stringify({ ...thing, metadata: { name }, spec: 0 }).replace(/0}$/, `${nested(depth)}}`);

type Way = { readonly name: string; readonly send: (depth: number) => Promise<{ status: number }> };

const patch = (type: string, body: string): Promise<{ status: number }> =>
  server.request('PATCH', `${THINGS}/one?dryRun=All&fieldManager=me`, body, `application/${type}`);

/** Each sends so many objects in each other. */
const WAYS: readonly Way[] = [
  { name: 'JSON', send: (depth) => server.request('POST', `${THINGS}?dryRun=All`, json('two', depth - 1)) },
  {
    name: 'YAML',
    send: (depth) => server.request('POST', `${THINGS}?dryRun=All`, json('two', depth - 1), 'application/yaml'),
  },
  { name: 'a merge patch', send: (depth) => patch('merge-patch+json', `{"spec":${nested(depth - 1)}}`) },
  { name: 'an applied patch', send: (depth) => patch('apply-patch+yaml', json('one', depth - 1)) },
  {
    name: 'a JSON patch',
    send: (depth) => patch('json-patch+json', `[{"op":"add","path":"/spec","value":${nested(depth - 2)}}]`),
  },
];

describe('bodies are nested', () => {
  test.each(WAYS)('as deep as MAX_DEPTH in $name, and no deeper', async ({ send }) => {
    expect([200, 201]).toContain((await send(MAX_DEPTH)).status);
    expect((await send(MAX_DEPTH + 1)).status).toBe(400);
    expect((await send(200_000)).status).toBe(400);
  });

  test('so deep that an object can be kept, owned, changed and read', async () => {
    expect((await server.request('POST', THINGS, json('deep', MAX_DEPTH - 1))).status).toBe(201);
    const path = `${THINGS}/deep?fieldManager=me`;
    const applied = await server.request('PATCH', path, json('deep', MAX_DEPTH - 1), 'application/apply-patch+yaml');
    expect(applied.status).toBe(200);
    const changed = await server.request('PATCH', path, { data: 1 }, 'application/merge-patch+json');
    expect(changed.status).toBe(200);
    const over = await server.request('PATCH', `${path}&force=true`, json('deep', 1), 'application/apply-patch+yaml');
    expect(over.status).toBe(200);
    expect((await server.request('GET', THINGS)).status).toBe(200);
    expect((await server.request('DELETE', `${THINGS}/deep`)).status).toBe(200);
  });

  test('in a built-in kind too', async () => {
    const path = '/api/v1/namespaces/default/configmaps/one';
    await server.request('POST', path.slice(0, -4), { metadata: { name: 'one' } });
    const strategic = (depth: number): Promise<{ status: number }> =>
      server.request('PATCH', path, `{"unknown":${nested(depth - 1)}}`, 'application/strategic-merge-patch+json');
    expect((await strategic(MAX_DEPTH)).status).toBe(200);
    expect((await strategic(MAX_DEPTH + 1)).status).toBe(400);
  });
});
