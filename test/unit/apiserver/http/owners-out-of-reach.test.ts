import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../../support/until.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const CLASSES = '/apis/storage.k8s.io/v1/storageclasses';

let server: OwnServer;
beforeAll(async () => void (server = await startOwnServer()));
afterAll(() => server.stop());

/** @returns its uid */
async function create(path: string, body: object): Promise<string> {
  const answer = await server.request('POST', path, body);
  expect(answer.status).toBe(201);
  return (answer.body['metadata'] as { uid: string }).uid;
}

const owned = (name: string, uid: string, more: object = {}): object => ({
  metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid, ...more }] },
});
const isGone = async (path: string): Promise<boolean> => (await server.request('GET', path)).status === 404;

test('what has no namespace is not collected for an owner in one, whether that is there or not', async () => {
  const uid = await create(CONFIG_MAPS, { metadata: { name: 'owner' } });
  const provisioner = 'x.dev/none';
  await create(CLASSES, { ...owned('held', uid, { blockOwnerDeletion: true }), provisioner });
  await create(CLASSES, { ...owned('lost', '00000000-0000-0000-0000-000000000000'), provisioner });
  // Judged after those: the collector takes one after the other.
  await create(CONFIG_MAPS, owned('orphan', '00000000-0000-0000-0000-000000000000'));
  await until('the orphan to be collected', () => isGone(`${CONFIG_MAPS}/orphan`));
  expect(await isGone(`${CLASSES}/held`)).toBe(false);
  expect(await isGone(`${CLASSES}/lost`)).toBe(false);
  // Nor does it hold up its owner.
  await server.request('DELETE', `${CONFIG_MAPS}/owner`, { propagationPolicy: 'Foreground' });
  await until('the owner to go', () => isGone(`${CONFIG_MAPS}/owner`));
  expect(await isGone(`${CLASSES}/held`)).toBe(false);
});
