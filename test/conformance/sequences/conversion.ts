import type { Answer, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { get, patch, post, put, remove } from './requests.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const DEFINITION = `${DEFINITIONS}/things.{id}.conf.dev`;
const things = (version: string): string => `/apis/{id}.conf.dev/${version}/namespaces/{ns}/things`;
const [V1, V2] = [things('v1'), things('v2')];

const version = (name: string, storage: boolean, properties: object): object => ({
  name,
  served: true,
  storage,
  subresources: { status: {} },
  schema: {
    openAPIV3Schema: {
      type: 'object',
      properties: {
        spec: { type: 'object', properties },
        status: { type: 'object', properties: { n: { type: 'integer' } } },
      },
    },
  },
});

const SIZE = { size: { type: 'string' } };
const SIDES = { width: { type: 'integer' }, height: { type: 'integer', minimum: 1 } };

const strategy = (path: string): object => ({
  strategy: 'Webhook',
  webhook: { clientConfig: { url: `{hook}${path}`, caBundle: '{ca}' }, conversionReviewVersions: ['v1'] },
});

const definition = (conversion: object, stored = 'v1'): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.{id}.conf.dev' },
  spec: {
    group: '{id}.conf.dev',
    scope: 'Namespaced',
    names: { plural: 'things', kind: 'Thing' },
    versions: [version('v1', stored === 'v1', SIZE), version('v2', stored === 'v2', SIDES)],
    conversion,
  },
});

const thing = (apiVersion: string, name: string, spec: object, metadata: object = {}): object => ({
  apiVersion: `{id}.conf.dev/${apiVersion}`,
  kind: 'Thing',
  metadata: { name, ...metadata },
  spec,
});

const silent = { select: (): string => '' };
const serve = (conversion: object): Step[] => [
  post(DEFINITIONS, definition(conversion), silent),
  ...[V1, V2].map((path) => get(path, { until: ({ status }: Answer) => status === 200, ...silent })),
];
const withdraw = remove(DEFINITION, undefined, silent);

/** Changes how things are converted, and waits until the server does so. */
const convertBy = (path: string, expected: (answer: Answer) => boolean): Step[] => [
  patch('merge', DEFINITION, { spec: { conversion: strategy(path) } }, silent),
  get(`${V2}/one`, { until: expected }),
];

const REFUSED: readonly object[] = [
  { strategy: 'Webhook' },
  { strategy: 'Magic' },
  { strategy: 'None', webhook: { clientConfig: { url: 'https://a' }, conversionReviewVersions: ['v1'] } },
  { strategy: 'Webhook', webhook: { clientConfig: {}, conversionReviewVersions: ['v1'] } },
  { strategy: 'Webhook', webhook: { clientConfig: { url: 'http://a' }, conversionReviewVersions: ['v3'] } },
  {
    strategy: 'Webhook',
    webhook: { clientConfig: { service: { name: 'a', namespace: '' } }, conversionReviewVersions: [] },
  },
];

const failed = ({ status }: Answer): boolean => status === 500;
const saying =
  (text: string) =>
  ({ body }: Answer): boolean =>
    JSON.stringify(body).includes(text);

export const CONVERSION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'refused-conversions',
    steps: REFUSED.map((conversion) => post(DEFINITIONS, definition(conversion))),
  },
  {
    name: 'conversion',
    steps: [
      ...serve(strategy('/convert')),
      get(DEFINITION, { select: (body) => (body as { spec: { conversion: unknown } }).spec.conversion }),
      post(V1, thing('v1', 'one', { size: '3x4' }, { labels: { a: 'b' } })),
      get(`${V2}/one`),
      post(V2, thing('v2', 'two', { width: 5, height: 6 })),
      get(`${V1}/two`),
      get(V2),
      get(`${V2}?labelSelector=via=webhook`),
      get(`${V1}?labelSelector=via=webhook`),
      patch('merge', `${V2}/one`, { spec: { width: 30 } }),
      patch('merge', `${V2}/one`, { spec: { height: 0 } }),
      patch('json', `${V2}/one`, [{ op: 'replace', path: '/spec/height', value: 40 }]),
      patch('merge', `${V2}/one/status`, { status: { n: 1 } }),
      get(`${V1}/one`),
      (past) => {
        const { resourceVersion } = metadataOf(past[5]);
        return put(`${V2}/two`, thing('v2', 'two', { width: 7, height: 8 }, { resourceVersion }));
      },
      (past) => {
        const { resourceVersion } = metadataOf(past[4]);
        // A second may be too short for the webhook.
        const isWhole = ({ body }: Answer): boolean => Array.isArray(body) && body.length === 4;
        return get(`${V2}?watch=1&timeoutSeconds=1&resourceVersion=${resourceVersion}`, { until: isWhole });
      },
      remove(`${V2}/two`),
      remove(V2, undefined, silent),
      withdraw,
    ],
  },
  {
    name: 'conversion-answers',
    steps: [
      ...serve(strategy('/convert')),
      post(V1, thing('v1', 'one', { size: '3x4' })),
      ...convertBy('/convert-name', failed),
      ...convertBy('/convert-uid', saying('UID')),
      ...convertBy('/convert-kind', saying('invalid kind')),
      ...convertBy('/convert-version', saying('groupVersion')),
      ...convertBy('/convert-none', saying('returned 0 objects')),
      ...convertBy('/convert-fail', saying('too big')),
      ...convertBy('/convert-silent-failure', saying("was 'Failure'")),
      ...convertBy('/convert-other-uid', saying('response.uid')),
      ...convertBy('/convert-broken', saying('out of order')),
      ...convertBy('/convert-label', saying('not good!')),
      patch('merge', `${V2}/one`, { spec: { width: 30 } }),
      post(V2, thing('v2', 'three', { width: 5, height: 6 })),
      ...convertBy('/convert-finalizers', ({ status }) => status === 200),
      withdraw,
    ],
  },
  {
    name: 'stored-versions',
    steps: [
      ...serve(strategy('/convert')),
      post(V1, thing('v1', 'one', { size: '3x4' })),
      patch('merge', DEFINITION, definition(strategy('/convert'), 'v2'), {
        select: (body) => (body as { status: { storedVersions: unknown } }).status.storedVersions,
      }),
      patch('merge', DEFINITION, { spec: { versions: [version('v2', true, SIDES)] } }),
      patch(
        'merge',
        `${DEFINITION}/status`,
        { status: { storedVersions: ['v2'] } },
        {
          select: (body) => (body as { status: { storedVersions: unknown } }).status.storedVersions,
        },
      ),
      patch(
        'merge',
        DEFINITION,
        { spec: { conversion: null } },
        {
          select: (body) => (body as { spec: { conversion: unknown } }).spec.conversion,
        },
      ),
      withdraw,
    ],
  },
];
