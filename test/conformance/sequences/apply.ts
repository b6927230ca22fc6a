import type { Answer, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, CORE, get, patch, post, put, remove } from './requests.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const THINGS = '/apis/{id}.conf.dev/v1/namespaces/{ns}/things';

const apply = (path: string, body: unknown, manager: string, query = ''): Step => ({
  method: 'PATCH',
  path: `${path}?${manager && `fieldManager=${manager}`}${query}`,
  body,
  contentType: 'application/apply-patch+yaml',
});
const configMap = (name: string, data?: object, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  ...(data && { data }),
});
const thing = (name: string, rest: object, metadata: object = {}): object => ({
  apiVersion: '{id}.conf.dev/v1',
  kind: 'Thing',
  metadata: { name, ...metadata },
  ...rest,
});
const from = (agent: string): Partial<Step> => ({ headers: { 'user-agent': agent } });
const merge = (path: string, body: object, agent: string): Step => patch('merge', path, body, from(agent));

const A = `${CONFIG_MAPS}/a`;
const B = `${CONFIG_MAPS}/b`;
const applyA = (data: object | undefined, manager: string, query = ''): Step =>
  apply(A, configMap('a', data), manager, query);
const applyB = (data: object | undefined, metadata: object = {}, manager = 'one'): Step =>
  apply(B, configMap('b', data, metadata), manager);
const [T, P, E] = [`${THINGS}/a`, `${THINGS}/p`, `${THINGS}/e`];
const applyT = (spec: object, manager: string): Step => apply(T, thing('a', { spec }), manager);

const text = { type: 'string' };
const SPEC = {
  replicas: { type: 'integer' },
  mode: { ...text, default: 'auto' },
  labels: { type: 'object', additionalProperties: text },
  ports: {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['port'],
    items: { type: 'object', required: ['port'], properties: { port: { type: 'integer' }, name: text } },
  },
  tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
  args: { type: 'array', items: text },
  ref: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { a: text, b: text } },
  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
};
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.{id}.conf.dev' },
  spec: {
    group: '{id}.conf.dev',
    scope: 'Namespaced',
    names: { plural: 'things', kind: 'Thing' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', properties: SPEC },
              status: { type: 'object', properties: { phase: text, count: { type: 'integer' } } },
            },
          },
        },
      },
    ],
  },
};
const serveThings: Step[] = [
  post(DEFINITIONS, definition, { select: () => '' }),
  get(THINGS, { until: ({ status }: Answer) => status === 200, select: () => '' }),
];
const withdraw = remove(`${DEFINITIONS}/things.{id}.conf.dev`, undefined, { select: () => '' });

/** Server-side apply: who owns what after each write, and who is refused. */
export const APPLY_SEQUENCES: readonly Sequence[] = [
  {
    name: 'apply',
    steps: [
      apply(A, configMap('a', { a: '1' }), ''),
      patch('merge', `${A}?force=true`, {}),
      applyA({ a: '1', b: '1' }, 'one'),
      applyA({ a: '1', b: '1' }, 'one'),
      applyA({ a: '1' }, 'two'),
      applyA({ a: '2' }, 'two'),
      apply(A, configMap('a', { a: '2', b: '3' }, { labels: { x: 'y' } }), 'two'),
      applyA({ a: '2' }, 'two', '&force=true'),
      applyA({}, 'one'),
      applyA(undefined, 'two'),
      apply(`${CONFIG_MAPS}/dry`, configMap('dry', { a: '4' }), 'one', '&dryRun=All'),
      get(`${CONFIG_MAPS}/dry`),
      apply('/api/v1/namespaces/m-{ns}', { ...configMap('m-{ns}'), kind: 'Namespace' }, 'one'),
    ],
  },
  {
    name: 'apply-after-updates',
    steps: [
      post(CONFIG_MAPS, configMap('b', { a: '1' }, { labels: { l: '1' }, annotations: { n: '1' } })),
      merge(B, { data: { a: '2', c: '1' } }, 'patcher/2 x'),
      applyB({ a: '9' }),
      applyB({ a: '9', c: '8' }, { labels: { l: '2' } }),
      merge(B, { data: { a: '2' } }, 'noop/2'),
      merge(B, { data: { c: null } }, 'remover/2'),
      applyB(undefined, { labels: { mine: '1' } }),
      applyB(undefined),
      patch('json', B, [{ op: 'replace', path: '/metadata/managedFields', value: [] }]),
      patch('json', B, [{ op: 'replace', path: '/metadata/managedFields', value: [{}] }]),
      applyB({ a: '3' }),
      post(CONFIG_MAPS, { ...configMap('plain', { a: '1' }), immutable: false }, from('kubectl/v1.34 (x)')),
      apply(`${CONFIG_MAPS}/plain`, configMap('plain', { a: '2' }), 'kubectl'),
    ],
  },
  {
    name: 'apply-refused',
    steps: [
      post(CONFIG_MAPS, configMap('b', { a: '1' })),
      applyB({ a: '3' }, { managedFields: [{ manager: 'x' }] }),
      apply(B, { ...configMap('b', { a: '3' }), nope: 1 }, 'one'),
      applyB({ a: 3 }),
      apply(B, { ...configMap('b', {}), kind: 'Secret' }, 'one'),
      apply(B, { metadata: { name: 'b' } }, 'one'),
      apply(B, configMap('c', {}), 'one'),
      apply(B, { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } }, 'one'),
      applyB({ a: '4' }, { resourceVersion: '1' }),
      apply(`${CONFIG_MAPS}/zz`, configMap('zz', { a: '4' }, { resourceVersion: '1' }), 'one'),
      apply(`${CONFIG_MAPS}/zz`, configMap('zz', { a: '4' }, { uid: '1' }), 'one'),
      apply(B, '{a: [', 'x'),
      apply(B, '[1]', 'x'),
      applyB({ a: '3' }, {}, 'x'.repeat(129)),
    ],
  },
  {
    name: 'apply-metadata',
    steps: [
      post(CONFIG_MAPS, configMap('b')),
      (past) =>
        apply(
          `${CONFIG_MAPS}/f`,
          configMap(
            'f',
            {},
            {
              finalizers: ['a.io/x'],
              ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'b', uid: metadataOf(past[0]).uid }],
            },
          ),
          'one',
        ),
      apply(`${CONFIG_MAPS}/f`, configMap('f', {}, { finalizers: ['a.io/y'] }), 'two'),
      apply(`${CONFIG_MAPS}/f`, configMap('f', {}), 'one'),
      patch('merge', `${CONFIG_MAPS}/f`, { metadata: { finalizers: null } }),
      ...['Apply', 'Nope'].map((operation, index) =>
        post(
          CONFIG_MAPS,
          configMap(
            `m${index}`,
            { a: '1' },
            {
              managedFields: [
                {
                  manager: 'given',
                  operation,
                  apiVersion: 'v1',
                  fieldsType: 'FieldsV1',
                  fieldsV1: { 'f:data': { 'f:a': {} } },
                },
              ],
            },
          ),
        ),
      ),
      // Entries are ordered by second and then by name, so the names are in the order of the writes.
      post(CONFIG_MAPS, configMap('cap', { a: '1' }), from('a/1')),
      ...Array.from({ length: 12 }, (_, index) =>
        merge(`${CONFIG_MAPS}/cap`, { data: { [`k${index}`]: '1' } }, `m${String(index).padStart(2, '0')}/1`),
      ),
      post(`${CORE}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { a: 'b' } }),
    ],
  },
  {
    name: 'apply-custom',
    steps: [
      ...serveThings,
      apply(
        T,
        thing('a', {
          spec: {
            replicas: 1,
            ports: [{ port: 1, name: 'x' }, { port: 2 }],
            tags: ['a', 'b'],
            args: ['x'],
            ref: { a: '1' },
            free: { q: { w: [1] } },
            labels: { k: 'v' },
          },
          status: { phase: 'no' },
        }),
        'one',
      ),
      applyT({ ports: [{ port: 3, name: 'z' }, { port: 1 }], tags: ['c'], args: ['x'], labels: { j: 'v' } }, 'two'),
      applyT({ ports: [{ port: 1, name: 'x' }], tags: ['b'], args: ['x'] }, 'one'),
      applyT({ args: ['y'], tags: ['b'], ports: [{ port: 3, name: 'q' }] }, 'one'),
      apply(`${T}/status`, thing('a', { status: { phase: 'ok' }, spec: { replicas: 9 } }), 'ctl'),
      apply(`${T}/status`, thing('a', { status: { phase: 'bad' } }), 'ctl2'),
      merge(`${T}/status`, { status: { count: 1 } }, 'teller/1'),
      apply(`${T}/status`, thing('a', { status: { count: 2 } }), 'ctl2'),
      apply(`${THINGS}/missing/status`, thing('missing', { status: { phase: 'ok' } }), 'ctl'),
      applyT({ nope: 1 }, 'one'),
      applyT({ ports: [{ port: 1 }, { port: 1 }] }, 'one'),
      applyT({ ports: [{ name: 'x' }] }, 'one'),
      applyT({ replicas: 'x' }, 'one'),
      post(
        THINGS,
        thing('p', { spec: { replicas: 1, ports: [{ port: 1 }], labels: { a: 'b' }, free: {}, ref: { a: '1' } } }),
      ),
      (past) =>
        put(
          P,
          thing(
            'p',
            { spec: { replicas: 2, ports: [{ port: 1 }, { port: 2 }], labels: { a: 'b', c: 'd' } } },
            { resourceVersion: metadataOf(past.at(-1)).resourceVersion },
          ),
          from('putter/1'),
        ),
      apply(P, thing('p', { spec: { labels: { z: 'z' } } }), 'one'),
      apply(P, thing('p', { spec: {} }), 'one'),
      apply(P, thing('p', {}), 'one'),
      apply(
        E,
        thing(
          'e',
          { spec: { free: { q: '1' }, labels: { a: '1' }, ref: { a: '1' }, ports: [{ port: 1 }] } },
          { labels: { a: '1' } },
        ),
        'one',
      ),
      apply(E, thing('e', { spec: { mode: 'x' } }), 'one'),
      apply(E, thing('e', { spec: { mode: 'y', free: null } }), 'two'),
      apply(E, thing('e', { spec: { free: null } }), 'two'),
      apply(E, thing('e', {}), 'one'),
      withdraw,
    ],
  },
];
