import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { StatusError } from '../../../../apiserver/errors/index.ts';
import { until } from '../../../support/until.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
/** Whether deletions of secrets are refused. */
let isRefusing = false;
beforeAll(async () => {
  const validate = async ({
    operation,
    resource,
  }: {
    operation: string;
    resource: { kind: string };
  }): Promise<void> => {
    if (!isRefusing || operation !== 'DELETE' || resource.kind !== 'Secret') return;
    throw new StatusError(403, 'Forbidden', 'secrets stay');
  };
  server = await startOwnServer({ admission: [{ validate }] });
});
afterAll(() => server.stop());

const pathOf = (namespace: string): string => `/api/v1/namespaces/${namespace}`;
const merge = (path: string, body: object) => server.request('PATCH', path, body, 'application/merge-patch+json');
const create = async (path: string, body: object): Promise<void> => {
  expect((await server.request('POST', path, body)).status).toBe(201);
};

type Condition = { type: string; status: string; reason: string; message: string };

/** What is told of a namespace that is being deleted, once `said` is. */
async function conditions(namespace: string, said: string): Promise<Record<string, [string, string, string]>> {
  const told = await until(`${namespace} to say ${said}`, async () => {
    const { body } = await server.request('GET', pathOf(namespace));
    const { conditions: list = [] } = body['status'] as { conditions?: Condition[] };
    return JSON.stringify(list).includes(said) && list;
  });
  return Object.fromEntries(told.map(({ type, status, reason, message }) => [type, [status, reason, message]]));
}

const isGone = async (namespace: string): Promise<boolean> =>
  (await server.request('GET', pathOf(namespace))).status === 404;

test('a namespace tells what holds it, and goes when nothing does', async () => {
  await create('/api/v1/namespaces', { metadata: { name: 'held' } });
  for (const [name, finalizers] of [
    ['a', ['x.dev/one']],
    ['b', ['x.dev/one', 'x.dev/two']],
    ['free', []],
  ] as const) {
    await create(`${pathOf('held')}/configmaps`, { metadata: { name, finalizers } });
  }
  await server.request('DELETE', pathOf('held'));
  expect(await conditions('held', 'x.dev/two')).toEqual({
    NamespaceDeletionDiscoveryFailure: ['False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    NamespaceDeletionGroupVersionParsingFailure: [
      'False',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ],
    NamespaceDeletionContentFailure: [
      'False',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ],
    NamespaceContentRemaining: [
      'True',
      'SomeResourcesRemain',
      'Some resources are remaining: configmaps. has 2 resource instances',
    ],
    NamespaceFinalizersRemaining: [
      'True',
      'SomeFinalizersRemain',
      'Some content in the namespace has finalizers remaining: ' +
        'x.dev/one in 2 resource instances, x.dev/two in 1 resource instances',
    ],
  });
  await merge(`${pathOf('held')}/configmaps/b`, { metadata: { finalizers: null } });
  expect((await conditions('held', 'x.dev/one in 1'))['NamespaceContentRemaining']?.[2]).toContain('has 1 resource');
  await merge(`${pathOf('held')}/configmaps/a`, { metadata: { finalizers: null } });
  await until('held to go', () => isGone('held'));
});

test('pods go before anything else', async () => {
  await create('/api/v1/namespaces', { metadata: { name: 'peopled' } });
  await create(`${pathOf('peopled')}/configmaps`, { metadata: { name: 'needed' } });
  const spec = { nodeName: 'far', containers: [{ name: 'main', image: 'x' }] };
  await create(`${pathOf('peopled')}/pods`, { metadata: { name: 'p' }, spec });
  await server.request('DELETE', pathOf('peopled'));
  const told = await conditions('peopled', 'pods. has 1 resource instances');
  expect(told['NamespaceDeletionContentFailure']?.[0]).toBe('False');
  expect((await server.request('GET', `${pathOf('peopled')}/configmaps/needed`)).status).toBe(200);
  await server.request('DELETE', `${pathOf('peopled')}/pods/p?gracePeriodSeconds=0`);
  await until('peopled to go', () => isGone('peopled'));
});

test('what cannot be deleted is told, and the rest goes', async () => {
  await create('/api/v1/namespaces', { metadata: { name: 'stuck' } });
  await create(`${pathOf('stuck')}/configmaps`, { metadata: { name: 'c' } });
  await create(`${pathOf('stuck')}/secrets`, { metadata: { name: 's' } });
  isRefusing = true;
  await server.request('DELETE', pathOf('stuck'));
  const told = await conditions('stuck', 'secrets stay');
  expect(told).toMatchObject({
    NamespaceDeletionContentFailure: [
      'True',
      'ContentDeletionFailed',
      'Failed to delete all resource types, 1 remaining: secrets stay',
    ],
    NamespaceContentRemaining: ['True', 'SomeResourcesRemain', expect.stringContaining('secrets. has 1 resource')],
  });
  expect((await server.request('GET', `${pathOf('stuck')}/configmaps/c`)).status).toBe(404);
  isRefusing = false;
  await until('stuck to go', () => isGone('stuck'));
});
