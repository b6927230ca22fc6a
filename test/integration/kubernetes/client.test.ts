import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { core } from '../../../kubernetes/core-resources.ts';
import { createKubernetesClient } from '../../../kubernetes/create-kubernetes-client.ts';
import { isTransient } from '../../../kubernetes/kubernetes-error.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';

interface ConfigMap extends KubernetesObject {
  readonly data?: Readonly<Record<string, string>>;
}

const kubeconfig = process.env['DURASYNC_TEST_KUBECONFIG'] ?? '';
const client = createKubernetesClient({ kubeconfig });
const namespace = `client-${process.pid}`;

function configMap(name: string, data: Record<string, string> = {}): ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, labels: { test: 'client' } }, data };
}

beforeAll(async () => {
  await client.create(core.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
});

afterAll(() => client.delete(core.namespaces, { name: namespace }));

describe('KubernetesClient against a real API server', () => {
  test('creates, reads, replaces and deletes, and names what stands in the way', async () => {
    const key = { namespace, name: 'crud' };
    const created = await client.create(core.configMaps, configMap('crud', { x: '1' }));
    await expect(client.create(core.configMaps, configMap('crud'))).rejects.toMatchObject({ reason: 'AlreadyExists' });
    const replaced = await client.replace(core.configMaps, { ...created, data: { x: '2' } });
    await expect(client.replace(core.configMaps, created)).rejects.toMatchObject({ code: 409, reason: 'Conflict' });
    expect(await client.get<ConfigMap>(core.configMaps, key)).toMatchObject({ kind: 'ConfigMap', data: { x: '2' } });
    await expect(client.delete(core.configMaps, key, { uid: 'another' })).rejects.toMatchObject({ code: 409 });
    await client.delete(core.configMaps, key, { uid: replaced.metadata.uid ?? '' });
    await expect(client.get(core.configMaps, key)).rejects.toMatchObject({ code: 404, reason: 'NotFound' });
  });

  test('refuses a misspelt field and says why', async () => {
    const misspelt = { ...configMap('strict'), dta: {} };
    await expect(client.create(core.configMaps, misspelt)).rejects.toMatchObject({
      code: 400,
      message: expect.stringContaining('unknown field "dta"'),
    });
    const invalid = configMap('Not A Name');
    await expect(client.create(core.configMaps, invalid)).rejects.toMatchObject({
      code: 422,
      causes: [expect.objectContaining({ field: 'metadata.name' })],
    });
  });

  test('applies as one owner of fields, patches in every way, and a dry run changes nothing', async () => {
    const key = { namespace, name: 'patched' };
    const apply = (data: Record<string, string>, options = {}): Promise<ConfigMap> => {
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: key, data };
      return client.patch<ConfigMap>(core.configMaps, key, { type: 'apply', body, ...options });
    };
    await apply({ a: '1', b: '1' });
    expect((await apply({ a: '2' })).data).toEqual({ a: '2' });
    await expect(apply({ a: '3' }, { fieldManager: 'other', force: false })).rejects.toMatchObject({ code: 409 });
    expect((await apply({ a: '3' }, { fieldManager: 'other' })).data).toEqual({ a: '3' });
    expect((await apply({ a: '9' }, { dryRun: true })).data).toEqual({ a: '9' });
    const merge = { type: 'merge' as const, body: { data: { c: '1' } } };
    expect((await client.patch<ConfigMap>(core.configMaps, key, merge)).data).toEqual({ a: '3', c: '1' });
    const json = { type: 'json' as const, body: [{ op: 'remove', path: '/data/a' }] };
    expect((await client.patch<ConfigMap>(core.configMaps, key, json)).data).toEqual({ c: '1' });
  });

  test('lists in pages, by selector, with every item named', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) {
      const object = configMap(name);
      await client.create(core.configMaps, { ...object, metadata: { ...object.metadata, labels: { page: '1' } } });
    }
    const first = await client.list(core.configMaps, { namespace, labelSelector: 'page=1', limit: 2 });
    const token = first.metadata.continue ?? '';
    const second = await client.list(core.configMaps, {
      namespace,
      labelSelector: 'page=1',
      limit: 2,
      continue: token,
    });
    const items = [...first.items, ...second.items];
    expect(items.map(({ kind, apiVersion, metadata }) => `${apiVersion} ${kind} ${metadata.name}`)).toEqual([
      'v1 ConfigMap page-a',
      'v1 ConfigMap page-b',
      'v1 ConfigMap page-c',
    ]);
  });

  test('watches from a version, and stops with the reason when aborted', async () => {
    const { metadata } = await client.list(core.configMaps, { namespace });
    const stop = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      const from = { namespace, resourceVersion: metadata.resourceVersion ?? '', signal: stop.signal };
      for await (const { type, object } of client.watch(core.configMaps, from)) {
        if (type !== 'BOOKMARK') seen.push(`${type} ${object.metadata.name}`);
        if (type === 'DELETED') stop.abort(new Error('seen enough'));
      }
    })();
    // Looked for from now on: the event may be here before the deletion is answered.
    const ended = expect(watching).rejects.toThrow('seen enough');
    const key = { namespace, name: 'watched' };
    await client.create(core.configMaps, configMap('watched'));
    await client.patch(core.configMaps, key, { type: 'merge', body: { data: { x: 'é'.repeat(200_000) } } });
    await client.delete(core.configMaps, key);
    await ended;
    expect(seen).toEqual(['ADDED watched', 'MODIFIED watched', 'DELETED watched']);
  });

  test('a watch ends without error when its time is over', async () => {
    const types: string[] = [];
    for await (const { type } of client.watch(core.configMaps, { namespace, timeoutSeconds: 1 })) types.push(type);
    expect(types).toContain('ADDED');
  });

  test('posts reviews, and acts as another user when the kubeconfig says so', async () => {
    const review = await client.post<{ status: { allowed: boolean } }>(
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user: 'nobody', resourceAttributes: { verb: 'get', resource: 'pods', namespace } },
      },
    );
    expect(review.status.allowed).toBe(false);
    const config = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { users: { user: Record<string, string> }[] };
    for (const { user } of config.users) user['as'] = 'nobody';
    const file = path.join(tmpdir(), `nobody-${process.pid}.kubeconfig`);
    writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
    const nobody = createKubernetesClient({ kubeconfig: file });
    await expect(nobody.list(core.secrets, { namespace })).rejects.toMatchObject({ code: 403, reason: 'Forbidden' });
    rmSync(file);
  });

  test('gives up in time', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const file = path.join(tmpdir(), `mute-${process.pid}.kubeconfig`);
    const { port } = mute.address() as AddressInfo;
    writeFileSync(file, readFileSync(kubeconfig, 'utf8').replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`), {
      mode: 0o600,
    });
    const unheard = createKubernetesClient({ kubeconfig: file });
    const failure: unknown = await unheard.list(core.configMaps, { timeoutMs: 50 }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'TimeoutError' });
    expect(isTransient(failure)).toBe(true);
    mute.close();
    rmSync(file);
  });
});
