import type { Sequence, Step } from '../sequence.ts';
import type { Schema } from './definitions.ts';
import { DEFINITIONS, gadgets, withSpec } from './definitions.ts';
import { at, get, patch, post } from './requests.ts';

const GADGETS = '/apis/{id}.conf.dev/v1/namespaces/{ns}/gadgets';

const serve = (schema: Schema, version: object = {}): Step[] => [
  post(DEFINITIONS, gadgets(schema, version), { select: () => '' }),
  get(GADGETS, { until: ({ status }) => status === 200, select: () => '' }),
];

const gadget = (more: Schema): object => ({
  apiVersion: '{id}.conf.dev/v1',
  kind: 'Gadget',
  metadata: { name: 'one' },
  ...more,
});

const create = (more: Schema, query = ''): Step =>
  post(`${GADGETS}?dryRun=All${query}`, gadget(more), {
    select: (body) => ((body as { kind: string }).kind === 'Status' ? body : (body as { spec: unknown }).spec),
  });

const embedded = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  'x-kubernetes-preserve-unknown-fields': true,
};
const typed = { apiVersion: 'v1', kind: 'Pod' };

const RESOURCES: readonly Schema[] = [
  typed,
  {},
  { kind: 'Pod' },
  { apiVersion: '', kind: '' },
  { apiVersion: 'a/b/c', kind: 'Po_d' },
  { apiVersion: 1, kind: 'Pod' },
  { apiVersion: 'v1', kind: ['Pod'] },
  { ...typed, metadata: {} },
  { ...typed, metadata: null },
  { ...typed, metadata: { name: 'a', labels: { a: 'b' }, annotations: {}, zz: 1, creationTimestamp: null } },
  { ...typed, metadata: { name: 'a/b' } },
  { ...typed, metadata: { name: 'a', namespace: 'A_' } },
  { ...typed, metadata: { labels: { 'a b': 'c d' } } },
  { ...typed, metadata: { annotations: { 'a b': 'c' }, finalizers: ['a b'] } },
  { ...typed, metadata: { generateName: 'a-', generation: -1 } },
  { ...typed, metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: '', uid: '' }] } },
  { ...typed, metadata: { name: 1 } },
  { ...typed, metadata: { labels: { a: 1 } } },
  { ...typed, metadata: 'x' },
  { ...typed, metadata: ['x'] },
  { ...typed, metadata: { creationTimestamp: 'x' } },
  { ...typed, spec: { any: 1 } },
];

const REPLICAS = { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n', labelSelectorPath: '.status.s' };
const free = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

/** Resources within custom resources, and the fields a scale is made of. */
export const EMBEDDED_RESOURCE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'embedded-resources',
    steps: [
      ...serve(
        withSpec({
          type: 'object',
          properties: {
            one: embedded,
            known: { ...embedded, 'x-kubernetes-preserve-unknown-fields': undefined, properties: { spec: free } },
            list: { type: 'array', items: embedded },
            map: { type: 'object', additionalProperties: embedded },
          },
        }),
      ),
      ...RESOURCES.map((one) => create({ spec: { one } })),
      create({ spec: { known: { ...typed, metadata: { name: 'a', zz: 1 }, spec: { a: 1 } } } }),
      create({ spec: { known: { ...typed, zz: 1 } } }),
      create({ spec: { list: [typed, { kind: 'Pod' }], map: { a: typed, b: { apiVersion: 'v1' } } } }),
      create({ spec: { one: { ...typed, metadata: { zz: 1 } } } }, '&fieldValidation=Strict'),
      create({ spec: { one: { ...typed, metadata: { zz: 1 } } } }, '&fieldValidation=Warn'),
      post(GADGETS, gadget({ spec: { one: { ...typed, metadata: { name: 'a', labels: {}, zz: 1 } } } }), {
        select: at('spec'),
      }),
      patch('merge', `${GADGETS}/one`, { spec: { one: { kind: null } } }),
      patch('merge', `${GADGETS}/one`, { spec: { one: { metadata: { labels: { 'a b': 'c' } } } } }),
    ],
  },
  {
    name: 'scaled-objects',
    steps: [
      ...serve({ type: 'object', properties: { spec: free, status: free } }, { subresources: { scale: REPLICAS } }),
      ...[-1, 0, 1, 2_147_483_647, 2_147_483_648, 'x', true, null, [1], { a: 1 }, 1.5].map((n) =>
        create({ spec: { n } }),
      ),
      create({ status: { n: -1, s: 1 } }),
      create({ status: { n: 1, s: 'a=b' } }),
      create({ status: { n: 'x', s: ['a'] } }),
      create({}),
    ],
  },
];
