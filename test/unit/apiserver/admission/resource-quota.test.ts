import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
beforeAll(async () => {
  server = await startOwnServer();
});
afterAll(() => server.stop());

const CORE = '/api/v1/namespaces/default';
const MERGE = 'application/merge-patch+json';
const QUOTAS = `${CORE}/resourcequotas`;

const createQuota = (name: string, hard: object) =>
  server.request('POST', QUOTAS, { metadata: { name }, spec: { hard } });
const setStatus = (name: string, hard: object, used: object) =>
  server.request('PATCH', `${QUOTAS}/${name}/status`, { status: { hard, used } }, MERGE);
const createMap = (name: string) => server.request('POST', `${CORE}/configmaps`, { metadata: { name } });
const createClaim = (name: string, storage: string) =>
  server.request('POST', `${CORE}/persistentvolumeclaims`, {
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
  });
const usedBy = async (name: string): Promise<unknown> => {
  const { body } = await server.request('GET', `${QUOTAS}/${name}`);
  return (body['status'] as { used?: unknown }).used;
};

test('what a quota has room for is counted, what it has none for is refused', async () => {
  const hard = { configmaps: '2', 'count/configmaps': '5' };
  await createQuota('maps', hard);
  expect((await createMap('before-the-status')).status).toBe(201);
  await setStatus('maps', hard, { configmaps: '1', 'count/configmaps': '1' });
  expect((await createMap('fits')).status).toBe(201);
  expect(await usedBy('maps')).toEqual({ configmaps: '2', 'count/configmaps': '2' });
  const { status, body } = await createMap('too-many');
  expect(status).toBe(403);
  expect(body['message']).toBe(
    'configmaps "too-many" is forbidden: exceeded quota: maps, requested: configmaps=1, used: configmaps=2, limited: configmaps=2',
  );
  await server.request('DELETE', `${QUOTAS}/maps`);
});

test('creations at the same time never take more than there is', async () => {
  await createQuota('races', { configmaps: '3' });
  await setStatus('races', { configmaps: '3' }, { configmaps: '0' });
  const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => createMap(`race-${index}`)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  expect(await usedBy('races')).toEqual({ configmaps: '3' });
  await server.request('DELETE', `${QUOTAS}/races`);
});

test('storage is added up, a dry run takes none', async () => {
  const hard = { 'requests.storage': '2Gi' };
  await createQuota('storage', hard);
  await setStatus('storage', hard, { 'requests.storage': '512Mi' });
  expect((await createClaim('one', '1Gi')).status).toBe(201);
  expect(await usedBy('storage')).toEqual({ 'requests.storage': '1536Mi' });
  const { body } = await createClaim('two', '1Gi');
  expect(body['message']).toMatch(
    /requested: requests.storage=1Gi, used: requests.storage=1536Mi, limited: requests.storage=2Gi/,
  );
  const dry = {
    metadata: { name: 'dry' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '256Mi' } } },
  };
  expect((await server.request('POST', `${CORE}/persistentvolumeclaims?dryRun=All`, dry)).status).toBe(201);
  expect(await usedBy('storage')).toEqual({ 'requests.storage': '1536Mi' });
});

test.each([
  [{ hard: { 'limits.cpu': '1' } }, 'spec.hard[limits.cpu]'],
  [{ hard: { pods: '1' }, scopes: ['BestEffort'] }, 'spec.scopes'],
])('what is not enforced is refused: %j', async (spec, field) => {
  const { status, body } = await server.request('POST', QUOTAS, { metadata: { name: 'other' }, spec });
  expect(status).toBe(422);
  expect(body['message']).toContain(field);
});
