import type { Sequence, Step } from '../sequence.ts';
import { CONFIG_MAPS, configMap, CORE, get, patch, post, put, remove } from './requests.ts';

/** Only of kinds both serve. */
const SERVED = new Set([
  'configmaps',
  'namespaces',
  'namespaces/status',
  'namespaces/finalize',
  'secrets',
  'serviceaccounts',
]);

const resources =
  (names: ReadonlySet<string>) =>
  (body: unknown): unknown => {
    const { resources: list, ...rest } = body as { resources: { name: string }[] };
    const served = list.filter(({ name }) => names.has(name));
    return { ...rest, resources: served.sort((a, b) => a.name.localeCompare(b.name)) };
  };

const group = (body: unknown): unknown =>
  (body as { groups: { name: string }[] }).groups.filter(({ name }) => name === 'coordination.k8s.io');

const method = (name: string, path: string, body?: object): Step => ({ method: name, path, ...(body && { body }) });

export const ERROR_SEQUENCES: readonly Sequence[] = [
  {
    name: 'discovery',
    steps: [
      get('/api', { select: (body) => ({ ...(body as object), serverAddressByClientCIDRs: [] }) }),
      get('/api/v1', { select: resources(SERVED) }),
      get('/apis', { select: group }),
      get('/apis/coordination.k8s.io'),
      get('/apis/coordination.k8s.io/v1', { select: resources(new Set(['leases'])) }),
      get('/apis/apiextensions.k8s.io/v1', {
        select: resources(new Set(['customresourcedefinitions', 'customresourcedefinitions/status'])),
      }),
      get('/version', { select: (body) => Object.keys(body as object).includes('gitVersion') }),
      get('/healthz'),
      get('/livez'),
      get('/readyz'),
      get('/apis/none.dev'),
      get('/apis/none.dev/v1'),
      get('/apis/coordination.k8s.io/v9'),
      post('/api', {}),
    ],
  },
  {
    name: 'unknown-paths',
    steps: [
      get('/nothing'),
      get('/api/v1/nothings'),
      get(`${CORE}/nothings`),
      get(`${CORE}/nothings/one`),
      get('/apis/none.dev/v1/things'),
      get('/apis/coordination.k8s.io/v1/things'),
      get(`${CONFIG_MAPS}/one/status`),
      get(`${CONFIG_MAPS}/one/scale`),
      get('/api/v2/configmaps'),
      get('/api/v1/configmaps/one'),
      get('/api/v1/namespaces/{ns}/namespaces/x'),
    ],
  },
  {
    name: 'methods',
    steps: [
      method('POST', `${CONFIG_MAPS}/one`, configMap('one')),
      method('PUT', CONFIG_MAPS, configMap('one')),
      method('PATCH', CONFIG_MAPS, {}),
      method('OPTIONS', CONFIG_MAPS),
      method('POST', '/api/v1/configmaps', configMap('one')),
      method('DELETE', '/api/v1/namespaces', {}),
      method('BREW', CONFIG_MAPS),
      method('POST', '/version', {}),
    ],
  },
  {
    name: 'namespaces',
    steps: [
      get('/api/v1/namespaces/{ns}'),
      post('/api/v1/namespaces/none-{ns}/configmaps', configMap('one')),
      get('/api/v1/namespaces/none-{ns}/configmaps'),
      patch('merge', '/api/v1/namespaces/{ns}', { metadata: { labels: { a: 'b' } } }),
      patch('merge', '/api/v1/namespaces/{ns}', { status: { phase: 'Terminating' } }),
      patch('merge', '/api/v1/namespaces/{ns}/status', { status: { conditions: [{ type: 'X', status: 'True' }] } }),
      get('/api/v1/namespaces/{ns}/status'),
      remove('/api/v1/namespaces/default', undefined),
      remove('/api/v1/namespaces/kube-system', undefined),
      post('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'held-{ns}', finalizers: ['a.b/c'] },
      }),
      remove('/api/v1/namespaces/held-{ns}'),
      post('/api/v1/namespaces/held-{ns}/configmaps', configMap('late')),
      put(
        '/api/v1/namespaces/held-{ns}/finalize',
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'held-{ns}' }, spec: { finalizers: [] } },
        { select: () => '' },
      ),
    ],
  },
  {
    name: 'leases',
    steps: [
      post('/apis/coordination.k8s.io/v1/namespaces/{ns}/leases', {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: 'one' },
        spec: { holderIdentity: 'me', leaseDurationSeconds: 15, renewTime: '2026-01-01T00:00:00.000000Z' },
      }),
      patch('merge', '/apis/coordination.k8s.io/v1/namespaces/{ns}/leases/one', {
        spec: { renewTime: '2026-01-01T00:00:00.123Z' },
      }),
      patch('merge', '/apis/coordination.k8s.io/v1/namespaces/{ns}/leases/one', {
        spec: { leaseDurationSeconds: -1, leaseTransitions: -1 },
      }),
      patch('merge', '/apis/coordination.k8s.io/v1/namespaces/{ns}/leases/one', {
        spec: { leaseDurationSeconds: 1.5 },
      }),
      put('/apis/coordination.k8s.io/v1/namespaces/{ns}/leases/new', {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: 'new' },
        spec: {},
      }),
    ],
  },
];
