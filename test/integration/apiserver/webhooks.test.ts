import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CONVERSION_WEBHOOKS } from '../../conformance/webhooks/conversion-webhooks.ts';
import { ADMISSION_WEBHOOKS } from '../../conformance/webhooks/admission-webhooks.ts';
import { until } from '../../support/until.ts';
import type { WebhookServer } from '../../support/webhook-server.ts';
import { startWebhookServer } from '../../support/webhook-server.ts';
import type { OwnServer } from '../../unit/apiserver/own-server.ts';
import { startOwnServer } from '../../unit/apiserver/own-server.ts';

const WEBHOOKS = { ...ADMISSION_WEBHOOKS, ...CONVERSION_WEBHOOKS };
const THINGS = (version: string): string => `/apis/x.dev/${version}/namespaces/default/things`;
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let webhooks: WebhookServer;
let server: OwnServer;

beforeAll(async () => {
  webhooks = await startWebhookServer((path) => WEBHOOKS[path], ['hook.default.svc']);
  server = await startOwnServer();
});
afterAll(async () => {
  await server?.stop();
  await webhooks?.stop();
});

test('a list is converted in one call, and none is needed for the stored version', async () => {
  const version = (name: string, storage: boolean): object => {
    const spec = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    return { name, served: true, storage, schema: { openAPIV3Schema: { type: 'object', properties: { spec } } } };
  };
  const clientConfig = { url: `${webhooks.url}/convert`, caBundle: webhooks.caBundle };
  await server.request('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'things.x.dev' },
    spec: {
      group: 'x.dev',
      scope: 'Namespaced',
      names: { plural: 'things', kind: 'Thing' },
      versions: [version('v1', true), version('v2', false)],
      conversion: { strategy: 'Webhook', webhook: { clientConfig, conversionReviewVersions: ['v1'] } },
    },
  });
  await until('things to be served', async () => (await server.request('GET', THINGS('v2'))).status === 200);
  for (const name of ['a', 'b', 'c']) {
    const thing = { apiVersion: 'x.dev/v1', kind: 'Thing', metadata: { name }, spec: { size: '1x2' } };
    expect((await server.request('POST', THINGS('v1'), thing)).status).toBe(201);
  }
  expect(webhooks.calls.get('/convert')).toBeUndefined();
  const { body } = await server.request('GET', THINGS('v2'));
  expect((body['items'] as { spec: { width: number } }[]).map(({ spec }) => spec.width)).toEqual([1, 1, 1]);
  await server.request('GET', THINGS('v1'));
  expect(webhooks.calls.get('/convert')).toBe(1);
});

test('a service is reached at a ready endpoint of its slices', async () => {
  await server.request('POST', '/api/v1/namespaces/default/services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'hook' },
    spec: { ports: [{ name: 'https', port: 443 }] },
  });
  const endpoint = (address: string, ready: boolean): object => ({ addresses: [address], conditions: { ready } });
  await server.request('POST', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'hook-1', labels: { 'kubernetes.io/service-name': 'hook' } },
    // No loopback address is one of IPv4's endpoints.
    addressType: 'FQDN',
    ports: [{ name: 'https', port: webhooks.port }],
    endpoints: [endpoint('127.0.0.2', false), endpoint('127.0.0.1', true)],
  });
  await server.request('POST', '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'one' },
    webhooks: [
      {
        name: 'one.x.dev',
        clientConfig: { service: { namespace: 'default', name: 'hook', path: '/data' }, caBundle: webhooks.caBundle },
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  });
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  const answer = await until('the webhook to be asked', async () => {
    const { body } = await server.request('POST', `${CONFIG_MAPS}?dryRun=All`, map);
    return body['data'];
  });
  expect(answer).toEqual({ from: 'webhook' });
});
