import type { Answer, Sequence, Step } from '../sequence.ts';
import { CONFIG_MAPS, configMap, get, patch, post, put, remove } from './requests.ts';

const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1';
const MUTATING = `${CONFIGURATIONS}/mutatingwebhookconfigurations`;
const VALIDATING = `${CONFIGURATIONS}/validatingwebhookconfigurations`;
const DEPLOYMENTS = '/apis/apps/v1/namespaces/{ns}/deployments';

type Kind = 'Mutating' | 'Validating';

/** A webhook for the config maps of the sequence's namespace. */
const webhook = (name: string, path: string, more: object = {}): object => ({
  name: `${name}.{id}.conf.dev`,
  clientConfig: { url: `{hook}${path}`, caBundle: '{ca}' },
  rules: [{ operations: ['*'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': '{ns}' } },
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  ...more,
});

/** A webhook for objects with the label `case` of its path only. */
const caseOf = (path: string, more: object = {}): object =>
  webhook(path, `/${path}`, { objectSelector: { matchLabels: { case: path } }, ...more });

const configuration = (kind: Kind, webhooks: readonly object[]): object => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: `${kind}WebhookConfiguration`,
  metadata: { name: '{id}' },
  webhooks,
});

const silent = { select: (): string => '' };
const pathOf = (kind: Kind): string => (kind === 'Mutating' ? MUTATING : VALIDATING);

/** Configures webhooks, and waits until the server knows of them. */
const configure = (kind: Kind, webhooks: readonly object[]): Step[] => {
  const ready = webhook('ready', '/deny', { objectSelector: { matchLabels: { probe: kind } } });
  return [
    post(pathOf(kind), configuration(kind, [...webhooks, ready]), silent),
    post(`${CONFIG_MAPS}?dryRun=All`, configMap('probe', {}, { labels: { probe: kind } }), {
      ...silent,
      until: ({ status }: Answer) => status === 400,
    }),
  ];
};
const withdraw = (kind: Kind): Step => remove(`${pathOf(kind)}/{id}`, undefined, silent);

const create = (name: string, query = ''): Step =>
  post(`${CONFIG_MAPS}${query}`, configMap(`of-${name}`, { a: '1' }, { labels: { case: name } }));

const VALIDATIONS = [
  'allow',
  'warn',
  'deny',
  'deny-message',
  'deny-reason',
  'deny-code',
  'deny-success',
  'record-deny',
  'label',
  'type-no-patch',
  'other-uid',
  'other-kind',
  'no-response',
  'not-found',
  'broken',
];

const MUTATIONS = [
  'record',
  'label',
  'data',
  'unknown-field',
  'invalid',
  'managed',
  'missing-path',
  'no-patch',
  'patch-no-type',
  'type-no-patch',
  'deny-message',
];

const INVALID: readonly object[] = [
  { name: 'short' },
  { name: '' },
  { sideEffects: 'Some' },
  { failurePolicy: 'Maybe', matchPolicy: 'Never' },
  { timeoutSeconds: 31 },
  { timeoutSeconds: 0 },
  { admissionReviewVersions: [] },
  { admissionReviewVersions: ['v3'] },
  { admissionReviewVersions: ['v1', 'v1', 'V'] },
  { clientConfig: {} },
  { clientConfig: { url: 'http://user@host/x?y#z' } },
  { clientConfig: { url: 'https://' } },
  { clientConfig: { service: { name: 'a', namespace: 'b', path: 'x//y', port: 70_000 } } },
  { clientConfig: { service: { name: '', namespace: '' }, url: 'https://a' } },
  { rules: [{}] },
  { rules: [{ operations: ['*', 'CREATE'], apiGroups: ['*', 'a'], apiVersions: ['*', ''], resources: ['*', 'a'] }] },
  { rules: [{ operations: ['READ'], apiGroups: ['a'], apiVersions: ['v1'], resources: ['a/*', 'a/b', '*/*', '*/b'] }] },
  { rules: [{ operations: ['CREATE'], apiGroups: ['a'], apiVersions: ['v1'], resources: ['a'], scope: 'Some' }] },
  { namespaceSelector: { matchExpressions: [{ key: 'a b', operator: 'In' }] } },
  { objectSelector: { matchExpressions: [{ key: 'a', operator: 'Is', values: ['b c'] }] } },
  { matchConditions: [{ name: '', expression: '' }] },
  { matchConditions: [{ name: 'a', expression: '1 + ' }] },
  {
    matchConditions: [
      { name: 'a', expression: '1 + 1' },
      { name: 'a', expression: 'object.spec' },
    ],
  },
  { matchConditions: [{ name: 'a', expression: 'request.nothing == ""' }] },
  { matchConditions: [{ name: 'a', expression: 'nothing' }] },
];

const refused = (kind: Kind, more: object): Step =>
  post(pathOf(kind), configuration(kind, [webhook('bad', '/x', more)]));

const deployment = (replicas: number): object => {
  const labels = { app: 'x', case: 'deployment' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  const spec = { replicas, selector: { matchLabels: { app: 'x' } }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'one', labels }, spec };
};

const ofDeployments = (resources: readonly string[]): object => ({
  rules: [{ operations: ['*'], apiGroups: ['apps'], apiVersions: ['*'], resources }],
});

const conditions = (...expressions: string[]): object => ({
  matchConditions: expressions.map((expression, index) => ({ name: `c${index}`, expression })),
});

const DEAD = { clientConfig: { url: 'https://127.0.0.1:1/x', caBundle: '{ca}' } };

export const WEBHOOK_SEQUENCES: readonly Sequence[] = [
  {
    name: 'webhook-configurations',
    steps: [
      post(VALIDATING, configuration('Validating', [webhook('one', '/allow')])),
      post(MUTATING, configuration('Mutating', [webhook('one', '/allow', { rules: [] })])),
      get(`${VALIDATING}/{id}`),
      get(`${MUTATING}/{id}`, { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' }),
      put(`${MUTATING}/{id}`, configuration('Mutating', [])),
      patch('merge', `${MUTATING}/{id}`, { metadata: { labels: { a: 'b' } } }),
      patch('merge', `${MUTATING}/{id}`, { webhooks: null }),
      patch('strategic', `${VALIDATING}/{id}`, {
        webhooks: [{ name: 'one.{id}.conf.dev', clientConfig: { url: null, service: { name: 'a', namespace: 'b' } } }],
      }),
      ...(['Validating', 'Mutating'] as const).map(withdraw),
    ],
  },
  {
    name: 'webhook-refused-configurations',
    steps: [
      ...INVALID.map((more) => refused('Validating', more)),
      refused('Mutating', { reinvocationPolicy: 'Often' }),
      post(MUTATING, configuration('Mutating', [webhook('same', '/x'), webhook('same', '/x')])),
    ],
  },
  {
    name: 'webhook-validating',
    steps: [
      ...configure(
        'Validating',
        VALIDATIONS.map((path) => caseOf(path)),
      ),
      ...VALIDATIONS.map((name) => create(name)),
      create('deny', '?dryRun=All&fieldManager=me&fieldValidation=Strict'),
      patch('merge', `${CONFIG_MAPS}/of-allow`, { metadata: { labels: { case: 'record-deny' } } }),
      patch('merge', `${CONFIG_MAPS}/of-warn`, { metadata: { labels: { case: 'none' } } }),
      remove(`${CONFIG_MAPS}/of-warn`),
      remove(CONFIG_MAPS),
      withdraw('Validating'),
    ],
  },
  {
    name: 'webhook-deleting',
    steps: [
      create('record-deny'),
      ...configure('Validating', [caseOf('record-deny')]),
      ...configure('Mutating', [caseOf('label', { objectSelector: { matchLabels: { case: 'label' } } })]),
      remove(`${CONFIG_MAPS}/of-record-deny`),
      remove(`${CONFIG_MAPS}/of-record-deny?dryRun=All`),
      remove(`${CONFIG_MAPS}/of-record-deny`, { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 3 }),
      create('label'),
      remove(`${CONFIG_MAPS}/of-label`),
      withdraw('Validating'),
      withdraw('Mutating'),
    ],
  },
  {
    name: 'webhook-mutating',
    steps: [
      ...configure(
        'Mutating',
        MUTATIONS.map((path) => caseOf(path)),
      ),
      ...MUTATIONS.map((name) => create(name)),
      create('record', '?dryRun=All&fieldManager=me&fieldValidation=Strict'),
      post(CONFIG_MAPS, { ...configMap(''), metadata: { generateName: 'gen-', labels: { case: 'record' } } }),
      patch('merge', `${CONFIG_MAPS}/of-data`, { data: { b: '2' } }),
      put(`${CONFIG_MAPS}/of-label`, configMap('of-label', { z: '1' }, { labels: { case: 'label' } })),
      patch('merge', `${CONFIG_MAPS}/of-record?fieldManager=me`, { data: { b: '2' } }),
      withdraw('Mutating'),
    ],
  },
  {
    name: 'webhook-reinvocation',
    steps: [
      ...configure('Mutating', [
        webhook('a', '/count-a', { reinvocationPolicy: 'IfNeeded' }),
        webhook('b', '/count-b'),
        webhook('c', '/allow', { reinvocationPolicy: 'IfNeeded' }),
      ]),
      create('x'),
      patch('merge', `${CONFIG_MAPS}/of-x`, { data: { b: '2' } }),
      withdraw('Mutating'),
    ],
  },
  {
    name: 'webhook-subresources',
    steps: [
      ...configure('Mutating', [
        webhook('all', '/record', ofDeployments(['*'])),
        webhook('status', '/record', ofDeployments(['deployments/status'])),
        webhook('scale', '/size', ofDeployments(['*/scale'])),
      ]),
      ...configure('Validating', [
        webhook('scale', '/record-deny', {
          ...ofDeployments(['deployments/*']),
          ...conditions('request.subResource == "scale"', 'object.spec.replicas > 6', 'oldObject.spec.replicas == 5'),
        }),
      ]),
      post(DEPLOYMENTS, deployment(2)),
      patch('merge', `${DEPLOYMENTS}/one/scale`, { spec: { replicas: 3 } }),
      patch('merge', `${DEPLOYMENTS}/one/status`, { status: { replicas: 3 } }),
      patch('merge', `${DEPLOYMENTS}/one`, { spec: { replicas: 5 } }),
      patch('merge', `${DEPLOYMENTS}/one/scale`, { spec: { replicas: 4 } }),
      withdraw('Mutating'),
      withdraw('Validating'),
    ],
  },
  {
    name: 'webhook-failures',
    steps: [
      ...configure('Validating', [
        caseOf('dead', DEAD),
        caseOf('ignored', { ...DEAD, failurePolicy: 'Ignore' }),
        caseOf('silent', { timeoutSeconds: 1 }),
        caseOf('untrusted', { clientConfig: { url: '{hook}/allow' } }),
        caseOf('missing', { clientConfig: { service: { namespace: '{ns}', name: 'missing' } } }),
        caseOf('broken', { failurePolicy: 'Ignore' }),
      ]),
      ...['dead', 'ignored', 'silent', 'untrusted', 'missing', 'broken'].map((name) => create(name)),
      withdraw('Validating'),
    ],
  },
  {
    name: 'webhook-service',
    steps: [
      post('/api/v1/namespaces/{ns}/services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'hook' },
        spec: { type: 'ExternalName', externalName: 'localhost' },
      }),
      ...configure('Mutating', [
        caseOf('x', {
          clientConfig: {
            service: { namespace: '{ns}', name: 'hook', port: '{port}', path: '/label' },
            caBundle: '{ca}',
          },
        }),
      ]),
      create('x'),
      withdraw('Mutating'),
    ],
  },
  {
    name: 'webhook-connecting',
    steps: [
      ...configure('Validating', [
        webhook('connect', '/record-deny', {
          rules: [{ operations: ['CONNECT'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods/*'] }],
        }),
      ]),
      get('/api/v1/namespaces/{ns}/pods/none/exec?command=ls&command=-l&stdout=true&container=c'),
      get('/api/v1/namespaces/{ns}/pods/none/portforward?ports=80'),
      withdraw('Validating'),
    ],
  },
  {
    name: 'webhook-conditions',
    steps: [
      ...configure('Validating', [
        caseOf('deny', conditions('object.data.a == "1"', 'request.operation == "CREATE" && !request.dryRun')),
        caseOf('fails', { ...DEAD, ...conditions('object.nothing == 1', 'object.data.a != "0"') }),
        caseOf('ignored', { ...DEAD, failurePolicy: 'Ignore', ...conditions('object.nothing == 1') }),
        caseOf('decided', { ...DEAD, ...conditions('object.nothing == 1', 'oldObject != null') }),
        caseOf('user', { ...DEAD, ...conditions('"system:nobody" in request.userInfo.groups') }),
        caseOf('name', { ...DEAD, ...conditions('request.name.startsWith("not-") || request.namespace == "x"') }),
      ]),
      ...['deny', 'fails', 'ignored', 'decided', 'user', 'name'].map((name) => create(name)),
      create('deny', '?dryRun=All'),
      withdraw('Validating'),
    ],
  },
];
