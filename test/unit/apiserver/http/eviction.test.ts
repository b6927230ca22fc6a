import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Answer, OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

let server: OwnServer;
beforeEach(async () => {
  server = await startOwnServer();
});
afterEach(() => server.stop());

const PODS = '/api/v1/namespaces/default/pods';
const BUDGETS = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
const MERGE = 'application/merge-patch+json';

async function runPod(name: string): Promise<void> {
  const spec = { nodeName: 'a', containers: [{ name: 'main', image: 'busybox' }] };
  await server.request('POST', PODS, { metadata: { name, labels: { app: 'web' } }, spec });
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  await server.request('PATCH', `${PODS}/${name}/status`, { status }, MERGE);
}

async function allow(disruptionsAllowed: number, observedGeneration = 1): Promise<void> {
  const spec = { minAvailable: 1, selector: { matchLabels: { app: 'web' } } };
  await server.request('POST', BUDGETS, { metadata: { name: 'web' }, spec });
  const status = { observedGeneration, disruptionsAllowed, currentHealthy: 5, desiredHealthy: 1, expectedPods: 5 };
  await server.request('PATCH', `${BUDGETS}/web/status`, { status }, MERGE);
}

const evict = (name: string): Promise<Answer> =>
  server.request('POST', `${PODS}/${name}/eviction`, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name },
    deleteOptions: { gracePeriodSeconds: 0 },
  });

describe('an eviction', () => {
  test('takes no disruption that another has taken at the same time', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `pod-${index}`);
    for (const name of names) await runPod(name);
    await allow(3);
    const answers = await Promise.all(names.map(evict));
    const evicted = names.filter((_, index) => answers[index]?.status === 201);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 429, 429, 429, 429, 429]);
    const { body } = await server.request('GET', `${BUDGETS}/web`);
    const status = body['status'] as { disruptionsAllowed: number; disruptedPods: object };
    expect(status.disruptionsAllowed).toBe(0);
    expect(Object.keys(status.disruptedPods).sort()).toEqual(evicted);
  });

  test('tells when to ask again only where the budget is to be looked at by its controller', async () => {
    await runPod('one');
    await allow(0, 0);
    const url = `${server.url}${PODS}/one/eviction`;
    const body = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'one' } });
    const post = (): Promise<Response> =>
      fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    const unseen = await post();
    expect([unseen.status, unseen.headers.get('retry-after')]).toEqual([429, '10']);
    await allow(0, 1);
    const refused = await post();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, null]);
  });
});
