import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { until } from '../../../support/until.ts';
import type { Answer, OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.stop());

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string, data: Record<string, string> = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});
type Meta = Record<string, unknown>;
const metaOf = ({ body }: Answer): Meta => body['metadata'] as Meta;

describe('objects', () => {
  test('are created with what the server decides, read, and refused a second time', async () => {
    const created = await server.request('POST', CONFIG_MAPS, configMap('one', { a: '1' }));
    expect(created.status).toBe(201);
    expect(metaOf(created)).toEqual({
      name: 'one',
      namespace: 'default',
      uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      resourceVersion: expect.stringMatching(/^\d+$/) as unknown,
      creationTimestamp: expect.stringMatching(/Z$/) as unknown,
      managedFields: [
        {
          manager: 'node',
          operation: 'Update',
          apiVersion: 'v1',
          time: expect.stringMatching(/Z$/) as unknown,
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } },
        },
      ],
    });
    expect(await server.request('GET', `${CONFIG_MAPS}/one`)).toEqual({ status: 200, body: created.body });
    expect(await server.request('POST', CONFIG_MAPS, configMap('one'))).toEqual({
      status: 409,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'configmaps "one" already exists',
        reason: 'AlreadyExists',
        details: { name: 'one', kind: 'configmaps' },
        code: 409,
      },
    });
  });

  test('get a name of their own from generateName', async () => {
    const created = await server.request('POST', CONFIG_MAPS, { metadata: { generateName: 'gen-' } });
    expect(metaOf(created)['name']).toMatch(/^gen-[a-z0-9]{5}$/);
  });

  test('are refused with every cause when they are invalid', async () => {
    const { status, body } = await server.request('POST', CONFIG_MAPS, configMap('Bad_Name', { 'a/b': '1' }));
    expect(status).toBe(422);
    expect(body).toMatchObject({
      reason: 'Invalid',
      details: {
        name: 'Bad_Name',
        kind: 'ConfigMap',
        causes: [
          { reason: 'FieldValueInvalid', field: 'data[a/b]' },
          { reason: 'FieldValueInvalid', field: 'metadata.name' },
        ],
      },
    });
  });

  test('are replaced only from their current version', async () => {
    const { body } = await server.request('POST', CONFIG_MAPS, configMap('versions', { n: '1' }));
    const path = `${CONFIG_MAPS}/versions`;
    const first = await server.request('PUT', path, { ...body, data: { n: '2' } });
    expect(first.status).toBe(200);
    expect(Number(metaOf(first)['resourceVersion'])).toBeGreaterThan(
      Number((body['metadata'] as Meta)['resourceVersion']),
    );
    const stale = await server.request('PUT', path, { ...body, data: { n: '3' } });
    expect(stale.status).toBe(409);
    expect(stale.body['reason']).toBe('Conflict');
    expect((await server.request('PUT', path, configMap('versions', { n: '4' }))).status).toBe(200);
    expect((await server.request('PUT', `${CONFIG_MAPS}/missing`, configMap('missing'))).status).toBe(404);
  });

  test('are replaced by every one of many who write at once without a version', async () => {
    await server.request('POST', CONFIG_MAPS, configMap('contended'));
    const bodies = Array.from({ length: 20 }, (_, n) => JSON.stringify(configMap('contended', { n: String(n) })));
    const head = `PUT ${CONFIG_MAPS}/contended HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json`;
    const last = `GET /version HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    // In one packet, so that the server begins all of them before it finishes the first.
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write(bodies.map((body) => `${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`).join('') + last);
    const statuses = (await text(socket)).match(/^HTTP\/1.1 \d+/gm);
    expect(statuses).toEqual([...bodies, last].map(() => 'HTTP/1.1 200'));
  });

  test('keep their version when a write changes nothing', async () => {
    const created = await server.request('POST', CONFIG_MAPS, configMap('same', { n: '1' }));
    const again = await server.request('PUT', `${CONFIG_MAPS}/same`, created.body);
    expect(again.body).toEqual(created.body);
  });

  test.each([
    ['application/merge-patch+json', { data: { a: null, c: '3' } }, { b: '2', c: '3' }],
    ['application/strategic-merge-patch+json', { data: { $patch: 'replace', z: '0' } }, { z: '0' }],
    [
      'application/json-patch+json',
      [
        { op: 'test', path: '/data/a', value: '1' },
        { op: 'move', from: '/data/a', path: '/data/m' },
      ],
      { b: '2', m: '1' },
    ],
  ])('are patched by %s', async (type, patch, data) => {
    const name = `patched-${type.split(/[/-]/)[1]}`;
    await server.request('POST', CONFIG_MAPS, configMap(name, { a: '1', b: '2' }));
    const { status, body } = await server.request('PATCH', `${CONFIG_MAPS}/${name}`, patch, type);
    expect({ status, data: body['data'] }).toEqual({ status: 200, data });
  });

  test('lose no concurrent patch', async () => {
    await server.request('POST', CONFIG_MAPS, configMap('busy'));
    const patches = Array.from({ length: 4 }, (_, n) =>
      server.request('PATCH', `${CONFIG_MAPS}/busy`, { data: { [`k${n}`]: 'v' } }, 'application/merge-patch+json'),
    );
    expect((await Promise.all(patches)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { body } = await server.request('GET', `${CONFIG_MAPS}/busy`);
    expect(Object.keys(body['data'] as object)).toHaveLength(4);
  });

  test('stay while they have finalizers', async () => {
    const path = `${CONFIG_MAPS}/held`;
    await server.request('POST', CONFIG_MAPS, configMap('held', {}, { finalizers: ['example.com/hold'] }));
    const marked = await server.request('DELETE', path);
    expect(metaOf(marked)).toMatchObject({ deletionGracePeriodSeconds: 0 });
    expect(metaOf(marked)['deletionTimestamp']).toBeDefined();
    const added = { metadata: { finalizers: ['example.com/hold', 'example.com/more'] } };
    expect((await server.request('PATCH', path, added, 'application/merge-patch+json')).status).toBe(422);
    const released = { metadata: { finalizers: null } };
    expect((await server.request('PATCH', path, released, 'application/merge-patch+json')).status).toBe(200);
    expect((await server.request('GET', path)).status).toBe(404);
  });

  test('are deleted only under their preconditions', async () => {
    const created = await server.request('POST', CONFIG_MAPS, configMap('guarded'));
    const path = `${CONFIG_MAPS}/guarded`;
    expect((await server.request('DELETE', path, { preconditions: { uid: 'other' } })).status).toBe(409);
    const uid = metaOf(created)['uid'];
    const deleted = await server.request('DELETE', path, { preconditions: { uid } });
    expect(deleted.body).toMatchObject({ status: 'Success', details: { name: 'guarded', kind: 'configmaps', uid } });
  });

  test('are only tried in a dry run', async () => {
    expect((await server.request('POST', `${CONFIG_MAPS}?dryRun=All`, configMap('dry'))).status).toBe(201);
    expect((await server.request('GET', `${CONFIG_MAPS}/dry`)).status).toBe(404);
    expect((await server.request('POST', `${CONFIG_MAPS}?dryRun=Some`, configMap('dry'))).status).toBe(422);
  });

  test('with unknown or doubled fields are refused when asked to be strict', async () => {
    const text = '{"metadata":{"name":"strict"},"data":{"a":"1","a":"2"},"extra":1}';
    const { status, body } = await server.request('POST', `${CONFIG_MAPS}?fieldValidation=Strict`, text);
    expect(status).toBe(400);
    expect(body['message']).toContain('strict decoding error: duplicate field "data.a", unknown field "extra"');
  });
});

describe('lists', () => {
  test('come in pages of one moment', async () => {
    await server.request('POST', '/api/v1/namespaces', { metadata: { name: 'paged' } });
    const path = '/api/v1/namespaces/paged/configmaps';
    for (const name of ['a', 'b', 'c']) await server.request('POST', path, configMap(name));
    const first = await server.request('GET', `${path}?limit=2`);
    expect(metaOf(first)).toMatchObject({ remainingItemCount: 1 });
    await server.request('POST', path, configMap('d'));
    const token = metaOf(first)['continue'] as string;
    const second = await server.request('GET', `${path}?limit=2&continue=${token}`);
    expect((second.body['items'] as { metadata: Meta }[]).map((item) => item.metadata['name'])).toEqual(['c']);
    expect(metaOf(second)['resourceVersion']).toBe(metaOf(first)['resourceVersion']);
  });

  test('are selected by labels and fields', async () => {
    const path = '/api/v1/namespaces/paged/configmaps';
    await server.request('POST', path, configMap('labelled', {}, { labels: { app: 'web', tier: 'front' } }));
    const names = async (query: string): Promise<unknown[]> => {
      const { body } = await server.request('GET', `${path}?${query}`);
      return (body['items'] as { metadata: Meta }[]).map((item) => item.metadata['name']);
    };
    expect(await names('labelSelector=app%3Dweb%2Ctier%20in%20(front%2Cback)')).toEqual(['labelled']);
    expect(await names('labelSelector=%21app&fieldSelector=metadata.name%21%3Da')).not.toContain('labelled');
    expect(await names('fieldSelector=metadata.name%3Dlabelled')).toEqual(['labelled']);
  });

  test('of a version to come are refused with a time to try again', async () => {
    const { status, body } = await server.request('GET', `${CONFIG_MAPS}?resourceVersion=99999999`);
    expect(status).toBe(504);
    expect(body).toMatchObject({ reason: 'Timeout', details: { retryAfterSeconds: 1 } });
  });
});

describe('namespaces', () => {
  test('refuse new objects while they go, and take what is in them along', async () => {
    await server.request('POST', '/api/v1/namespaces', { metadata: { name: 'going' } });
    const path = '/api/v1/namespaces/going/configmaps';
    await server.request('POST', path, configMap('free'));
    await server.request('POST', path, configMap('held', {}, { finalizers: ['example.com/hold'] }));
    const deleted = await server.request('DELETE', '/api/v1/namespaces/going');
    expect(deleted.body).toMatchObject({ kind: 'Namespace', status: { phase: 'Terminating' } });
    const refused = await server.request('POST', path, configMap('late'));
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ details: { causes: [{ reason: 'NamespaceTerminating' }] } });
    await until('its deletion', async () => (await server.request('GET', `${path}/free`)).status === 404);
    await server.request('PATCH', `${path}/held`, { metadata: { finalizers: null } }, 'application/merge-patch+json');
    await until('its deletion', async () => (await server.request('GET', '/api/v1/namespaces/going')).status === 404);
  });

  test('that are not there take nothing', async () => {
    const { status, body } = await server.request('POST', '/api/v1/namespaces/nowhere/configmaps', configMap('x'));
    expect({ status, message: body['message'] }).toEqual({ status: 404, message: 'namespaces "nowhere" not found' });
  });
});

describe('owners', () => {
  const owned = async (name: string, blockOwnerDeletion = false): Promise<void> => {
    const owner = await server.request('POST', CONFIG_MAPS, configMap(name));
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name, uid: metaOf(owner)['uid'], blockOwnerDeletion };
    await server.request('POST', CONFIG_MAPS, configMap(`${name}-child`, {}, { ownerReferences: [reference] }));
  };
  const isGone = async (name: string): Promise<boolean> =>
    (await server.request('GET', `${CONFIG_MAPS}/${name}`)).status === 404;

  test('take their dependents along', async () => {
    await owned('owner-background');
    await server.request('DELETE', `${CONFIG_MAPS}/owner-background`);
    await until('its deletion', () => isGone('owner-background-child'));
  });

  test('wait for their dependents in the foreground', async () => {
    await owned('owner-foreground', true);
    const path = `${CONFIG_MAPS}/owner-foreground`;
    const { body } = await server.request('DELETE', path, { propagationPolicy: 'Foreground' });
    expect((body['metadata'] as Meta)['finalizers']).toEqual(['foregroundDeletion']);
    await until('its deletion', () => isGone('owner-foreground'));
    expect(await isGone('owner-foreground-child')).toBe(true);
  });

  test('leave their dependents behind when asked to', async () => {
    await owned('owner-orphan');
    await server.request('DELETE', `${CONFIG_MAPS}/owner-orphan`, { propagationPolicy: 'Orphan' });
    await until('its deletion', () => isGone('owner-orphan'));
    const child = await server.request('GET', `${CONFIG_MAPS}/owner-orphan-child`);
    expect(metaOf(child)['ownerReferences']).toBeUndefined();
  });
});
