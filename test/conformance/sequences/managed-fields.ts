import type { Answer, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, configMap, get, patch, post, put } from './requests.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const THINGS = '/apis/{id}.conf.dev/v1/namespaces/{ns}/things';

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
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { data: { type: 'object', additionalProperties: { type: 'string' } } },
          },
        },
      },
    ],
  },
};

const thing = (name: string, data: unknown = { a: '1' }, metadata: object = {}): object => ({
  apiVersion: '{id}.conf.dev/v1',
  kind: 'Thing',
  metadata: { name, ...metadata },
  data,
});

type Make = typeof thing;

/** Forgets who owns what, in each way it can be said, and writes again. */
function resets(path: string, make: Make): Sequence['steps'] {
  const one = `${path}/one?fieldManager=second`;
  const version = (answer: Answer | undefined): object => ({ resourceVersion: metadataOf(answer).resourceVersion });
  const replace =
    (managedFields: unknown, data: object) =>
    (past: readonly Answer[]): Step =>
      put(one, make('one', data, { ...version(past.at(-1)), managedFields }));
  const merge = (managedFields: unknown, more: object = {}): Step =>
    patch('merge', one, { metadata: { managedFields }, ...more });
  return [
    post(`${path}?fieldManager=first`, make('one')),
    merge([]),
    merge([{}]),
    merge([{}], { data: { b: '2' } }),
    merge(null, { data: { c: '3' } }),
    merge([{ manager: 'x', operation: 'Update', apiVersion: 'v9' }]),
    get(`${path}/one`),
    replace([], { a: '1', d: '4' }),
    replace([{}], { a: '1', d: '4' }),
    replace([{}], { a: '1', e: '5' }),
    replace([{}, {}], { a: '1', e: '5' }),
    replace(null, { a: '1', f: '6' }),
    post(path, make('born', {}, { managedFields: [{}] })),
    post(`${path}?fieldManager=first`, make('two')),
    (past) =>
      put(`${path}/two?fieldManager=second`, make('two', { a: '2' }, { ...version(past.at(-1)), managedFields: [] })),
    get(`${path}/two`),
    post(path, make('born-empty', {}, { managedFields: [] })),
  ];
}

export const MANAGED_FIELD_SEQUENCES: readonly Sequence[] = [
  {
    name: 'managed-fields-builtin',
    steps: resets(CONFIG_MAPS, (name, data, metadata) => configMap(name, data, metadata)),
  },
  {
    name: 'managed-fields-custom',
    steps: [
      post(DEFINITIONS, definition, { select: () => '' }),
      get(THINGS, { until: ({ status }: Answer) => status === 200, select: () => '' }),
      ...resets(THINGS, thing),
    ],
  },
];
