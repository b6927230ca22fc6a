import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../../../support/until.ts';
import type { WebhookServer } from '../../../support/webhook-server.ts';
import { startWebhookServer } from '../../../support/webhook-server.ts';
import type { OwnServer } from '../own-server.ts';
import { startOwnServer } from '../own-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let hanging: WebhookServer;
beforeAll(async () => void (hanging = await startWebhookServer(() => () => undefined)));
afterAll(() => hanging.stop());

/** Has every new ConfigMap shown to a webhook that does not answer, for longer than a request may take. */
async function hang(server: OwnServer): Promise<void> {
  const webhook = {
    name: 'one.x.dev',
    clientConfig: { url: hanging.url, caBundle: hanging.caBundle },
    rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    timeoutSeconds: 5,
  };
  const before = hanging.calls.get('/') ?? 0;
  const configurations = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
  const { status } = await server.request('POST', configurations, { metadata: { name: 'one' }, webhooks: [webhook] });
  expect(status).toBe(201);
  await until('the webhook to be asked', async () => {
    await server.request('POST', `${CONFIG_MAPS}?timeout=50ms&dryRun=All`, { metadata: { name: 'probe' } });
    return (hanging.calls.get('/') ?? 0) > before;
  });
}

const LATE = {
  status: 504,
  body: {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Timeout: request did not complete within the allotted timeout',
    reason: 'Timeout',
    details: {},
    code: 504,
  },
};

describe('a request that takes too long is answered with 504', () => {
  test.each([
    ['--request-timeout', 2_000, ''],
    ['its own timeout', 60_000, '?timeout=200ms'],
  ])('by %s', async (_what, requestTimeoutMs, query) => {
    const server = await startOwnServer({ requestTimeoutMs });
    await hang(server);
    expect(await server.request('POST', CONFIG_MAPS + query, { metadata: { name: 'a' } })).toEqual(LATE);
    expect((await server.request('GET', `${CONFIG_MAPS}/a`)).status).toBe(404);
    await server.stop();
  });
});

test('a time-out longer than a timer lasts lets requests through', async () => {
  const server = await startOwnServer({ requestTimeoutMs: 600 * 3_600_000 });
  expect((await server.request('GET', CONFIG_MAPS)).status).toBe(200);
  await server.stop();
});
