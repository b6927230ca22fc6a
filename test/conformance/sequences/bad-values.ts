import type { Sequence } from '../sequence.ts';
import { problemsOf } from './problems.ts';
import { CORE, get, patch, post, put, remove } from './requests.ts';

const NAME = 'x-{id}';

/** Creates objects, none of which is kept. */
const refused = (name: string, path: string, objects: readonly object[]): Sequence => ({
  name: `bad-${name}`,
  steps: objects.map((object) =>
    post(`${path}?dryRun=All`, { metadata: { name: NAME }, ...object }, { select: problemsOf }),
  ),
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const spec = (content: object): object => ({ spec: content });
const secret = (type: string, data: Record<string, string> = {}): object => ({
  type: `kubernetes.io/${type}`,
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, base64(text)])),
});
const docker = (text: string): object => secret('dockerconfigjson', { '.dockerconfigjson': text });
const subset = (addresses: readonly object[], ports: readonly object[] = []): object => ({
  subsets: [{ addresses, ports }],
});
const slice = (addressType: string, ...addresses: readonly string[]): object => ({
  addressType,
  ports: [{ port: 1 }],
  endpoints: [{ addresses }],
});
const volume = (more: object): object =>
  spec({ capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' }, ...more });
const storage = (more: object): object => ({ provisioner: 'a.b/c', ...more });
const ingressClass = (controller: string, parameters?: object): object => spec({ controller, parameters });
const taints = (...list: readonly object[]): object => spec({ taints: list });
const binding = (kind: string, ...subjects: readonly object[]): object => ({
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'r' },
  subjects,
});
const rule = (more: object): object => ({ rules: [{ verbs: ['get'], nonResourceURLs: ['/x'], ...more }] });
const ENDPOINTS = `${CORE}/endpoints`;
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const SLICES = '/apis/discovery.k8s.io/v1/namespaces/{ns}/endpointslices';
const LOCAL = { hostPath: null, local: { path: '/../x' } };
const SUBJECTS = [
  { kind: 'ServiceAccount', name: 'x' },
  { kind: 'ServiceAccount', name: 'Bad_', apiGroup: 'a', namespace: 'n' },
  { kind: 'User', name: '', apiGroup: 'a' },
  { kind: 'Robot', name: 'r' },
  {},
];

/** Values that make no sense are refused, in kube-apiserver's words. */
export const BAD_VALUE_SEQUENCES: readonly Sequence[] = [
  refused('priorities', '/apis/scheduling.k8s.io/v1/priorityclasses', [
    { value: 1_000_000_000 },
    { value: 1_000_000_001 },
    { value: -5, preemptionPolicy: 'Sometimes' },
    { metadata: { name: 'system-{id}' }, value: 2_000_000_001 },
    { metadata: { name: 'system-node-critical' }, value: 1 },
    { metadata: { name: 'system-cluster-critical' }, value: 2_000_000_000, globalDefault: true },
    { value: 1, preemptionPolicy: '' },
  ]),
  refused('revisions', '/apis/apps/v1/namespaces/{ns}/controllerrevisions', [
    {},
    { data: null },
    { data: {}, revision: -1 },
  ]),
  refused('storage-classes', '/apis/storage.k8s.io/v1/storageclasses', [
    {},
    storage({ provisioner: 'Bad_/' }),
    storage({ provisioner: 'CSI.Example.com', parameters: { '': 'x' } }),
    storage({ reclaimPolicy: 'Keep', volumeBindingMode: 'Later' }),
    storage({ parameters: { a: 'x'.repeat(300_000) } }),
  ]),
  refused('ingress-classes', '/apis/networking.k8s.io/v1/ingressclasses', [
    {},
    ingressClass('no'),
    ingressClass('Bad_/a b'),
    ingressClass(`a.b/${'c'.repeat(300)}`),
    ingressClass('a.b/c', { kind: '', name: '../x', apiGroup: 'Bad_' }),
    ingressClass('a.b/c', { kind: 'K', name: 'n', scope: 'Everywhere' }),
    ingressClass('a.b/c', { kind: 'K', name: 'n', scope: 'Namespace' }),
    ingressClass('a.b/c', { kind: 'K', name: 'n', scope: 'Namespace', namespace: 'Bad_' }),
    ingressClass('a.b/c', { kind: 'K', name: 'n', scope: 'Cluster', namespace: 'n' }),
  ]),
  refused('volumes', '/api/v1/persistentvolumes', [
    {},
    volume({ hostPath: null }),
    volume({ hostPath: { path: '/a/../b', type: 'Somewhere' } }),
    volume({ hostPath: { path: '' } }),
    volume({ hostPath: { path: '/a/..' }, persistentVolumeReclaimPolicy: 'Recycle' }),
    volume({ persistentVolumeReclaimPolicy: 'Burn', volumeMode: 'Air', storageClassName: 'Bad_' }),
    volume({ accessModes: ['ReadWriteOncePod', 'ReadWriteOnce', 'Never'] }),
    volume({ accessModes: [] }),
    volume({ capacity: { storage: '0', cpu: '-2' } }),
    volume({ capacity: { cpu: '1' } }),
    volume({ nfs: { server: '', path: 'x' } }),
    volume({ hostPath: null, nfs: { server: '', path: 'x' } }),
    volume({ hostPath: null, csi: { driver: 'Bad_', volumeHandle: '' } }),
    volume({ nfs: { server: 's', path: '/' }, csi: { driver: 'a', volumeHandle: 'v' } }),
    volume(LOCAL),
    volume({ hostPath: null, local: { path: '' } }),
  ]),
  refused('secrets', `${CORE}/secrets`, [
    secret('service-account-token'),
    secret('basic-auth'),
    secret('basic-auth', { password: '' }),
    secret('ssh-auth'),
    secret('ssh-auth', { 'ssh-privatekey': '' }),
    secret('tls'),
    secret('tls', { 'tls.crt': 'x' }),
    secret('dockercfg'),
    secret('dockercfg', { '.dockercfg': '[]' }),
    ...['', '{', 'x', '[1]', '"a"', '1', 'true', 'null', '{"a":1', '{}', '{"a":x}'].map(docker),
  ]),
  refused('nodes', '/api/v1/nodes', [
    spec({ podCIDR: 'x' }),
    spec({ podCIDRs: ['10.1.0.0/33'] }),
    spec({ podCIDRs: ['10.0.0.0/8', '10.1.0.0/16'] }),
    spec({ podCIDRs: ['10.0.0.0/8', 'fd00::/64'] }),
    spec({ podCIDRs: ['010.0.0.1/8', 'fd00::/64', 'fd01::/64'] }),
    taints({ key: '', effect: 'Evict' }),
    taints({ key: 'a/b/c', value: 'a b', effect: '' }),
    taints({ key: 'a', effect: 'NoSchedule' }, { key: 'a', effect: 'NoSchedule', value: 'b' }),
    taints({ key: 'a', effect: 'NoSchedule' }, { key: 'a', effect: 'NoExecute' }),
    { status: { capacity: { cpu: '-1', pods: '1500m' }, allocatable: { memory: '-1' } } },
  ]),
  refused('endpoints', ENDPOINTS, [
    subset([{ ip: 'nope' }], [{ port: 99_999 }]),
    subset([], [{ port: 1 }]),
    subset([{ ip: '127.0.0.1' }, { ip: '0.0.0.0' }, { ip: '169.254.1.1' }, { ip: '224.0.0.5' }, { ip: '::1' }]),
    subset([{ ip: '10.0.0.1', hostname: 'Bad_', nodeName: 'Bad_' }]),
    subset([{ ip: '10.0.0.1' }], [{ port: 1 }, { port: 0, name: 'Bad_', protocol: 'ICMP', appProtocol: 'a/b/c' }]),
    { subsets: [{ notReadyAddresses: [{ ip: '' }] }] },
  ]),
  refused('endpoint-slices', SLICES, [
    slice('IPv4', 'nope', '::1', '127.0.0.1', 'fd00::1'),
    slice('IPv4'),
    slice('IPv6', '10.0.0.1', 'FD00::1', 'fd00:0::1', '::ffff:10.0.0.1', 'fe80::1', 'fd00::1%eth0'),
    slice('FQDN', '', 'local', 'Bad_', 'a.example.com', 'a.example.com.', `${'x'.repeat(64)}.com`),
    slice('Radio', 'x'),
    slice('IPv4', ...Array.from({ length: 101 }, (_, index) => `10.0.0.${index}`)),
    {
      ...slice('IPv4', '10.0.0.1'),
      ports: [
        { name: 'a', port: 1 },
        { name: 'a', port: 2 },
        { name: 'Bad_', protocol: 'ICMP', appProtocol: '/' },
      ],
    },
    {
      addressType: 'IPv4',
      ports: [{ port: 1 }, { port: 2 }],
      endpoints: [
        {
          addresses: ['10.0.0.1'],
          hostname: 'Bad_',
          nodeName: 'Bad_',
          hints: { forZones: [{ name: 'a' }, { name: 'a' }, { name: 'a b' }] },
        },
      ],
    },
  ]),
  refused('roles', `${RBAC}/namespaces/{ns}/roles`, [
    rule({}),
    rule({ verbs: [], apiGroups: [''], resources: ['pods'] }),
  ]),
  refused('cluster-roles', `${RBAC}/clusterroles`, [rule({}), rule({ resourceNames: ['a'] })]),
  refused('cluster-role-bindings', `${RBAC}/clusterrolebindings`, [
    binding('Role', ...SUBJECTS),
    { roleRef: { apiGroup: 'a', kind: 'ClusterRole', name: '../x' } },
  ]),
  refused('role-bindings', `${RBAC}/namespaces/{ns}/rolebindings`, [binding('Role', ...SUBJECTS), binding('User')]),
  {
    name: 'warned-of',
    steps: [
      post(ENDPOINTS, { metadata: { name: 'e' }, ...subset([{ ip: '010.0.0.1' }], [{ port: 1 }]) }),
      put(`${ENDPOINTS}/f`, { metadata: { name: 'f' }, ...subset([{ ip: 'FD00::1' }, { ip: '::ffff:10.0.0.1' }]) }),
      patch('merge', `${ENDPOINTS}/e`, { metadata: { labels: { a: 'b' } } }),
      get(ENDPOINTS),
      get(`${ENDPOINTS}/none`),
      remove(`${ENDPOINTS}/e`),
      post(SLICES, { metadata: { name: 's' }, ...slice('IPv4', '010.0.0.1') }),
      post(SLICES, { metadata: { name: 't' }, ...slice('FQDN', 'a.example.com') }),
    ],
  },
];
