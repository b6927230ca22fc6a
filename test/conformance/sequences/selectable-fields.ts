import type { Answer, Sequence, Step } from '../sequence.ts';
import { get, patch, post, remove } from './requests.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const SHIRTS = '/apis/{id}.conf.dev/v1/namespaces/{ns}/shirts';

const spec = {
  type: 'object',
  properties: {
    color: { type: 'string' },
    size: { type: 'integer' },
    sold: { type: 'boolean' },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    list: { type: 'array', items: { type: 'string' } },
    map: { type: 'object', additionalProperties: { type: 'string' } },
    ratio: { type: 'number' },
    either: { 'x-kubernetes-int-or-string': true },
  },
};

const definition = (plural: string, paths: unknown): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.{id}.conf.dev` },
  spec: {
    group: '{id}.conf.dev',
    scope: 'Namespaced',
    names: { plural, kind: 'Shirt' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        deprecated: true,
        selectableFields: paths,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
      },
    ],
  },
});

const fields = (...paths: string[]): object[] => paths.map((jsonPath) => ({ jsonPath }));

const shirt = (name: string, values: object): Step =>
  post(SHIRTS, { apiVersion: '{id}.conf.dev/v1', kind: 'Shirt', metadata: { name }, spec: values });

const names = (body: unknown): unknown => {
  if (Array.isArray(body)) {
    return (body as { type: string; object: { metadata: { name: string } } }[]).map(({ type, object }) => [
      type,
      object.metadata.name,
    ]);
  }
  const { items } = body as { items?: { metadata: { name: string } }[] };
  return items ? items.map(({ metadata }) => metadata.name) : body;
};

const select = (selector: string, more = ''): Step =>
  get(`${SHIRTS}?fieldSelector=${encodeURIComponent(selector)}${more}`, { select: names });

const withoutTimes = (body: unknown): unknown => ((body as { kind: string }).kind === 'Status' ? body : '');

export const SELECTABLE_FIELD_SEQUENCES: readonly Sequence[] = [
  {
    name: 'selectable-fields',
    steps: [
      post(DEFINITIONS, definition('shirts', fields('.spec.color', '.spec.size', '.spec.sold')), { select: () => '' }),
      get(SHIRTS, { until: ({ status }: Answer) => status === 200, select: () => '' }),
      shirt('a', { color: 'blue', size: 1, sold: true }),
      shirt('b', { color: 'red', size: 2, sold: false }),
      shirt('c', { size: 2 }),
      ...['spec.color=blue', 'spec.color!=blue', 'spec.color=', 'spec.size=2', 'spec.sold=false'].map((one) =>
        select(one),
      ),
      ...['spec.size=2,spec.color=red', 'spec.ratio=1', '.spec.color=blue', 'status.x=1'].map((one) => select(one)),
      select('spec.color=red', '&watch=true&timeoutSeconds=1'),
      select('spec.none=red', '&watch=true&timeoutSeconds=1'),
      patch('merge', `${SHIRTS}/a`, { spec: { color: 'red' } }),
      remove(`${SHIRTS}?fieldSelector=spec.none%3Dred`),
      remove(`${SHIRTS}?fieldSelector=spec.color%3Dred`, undefined, { select: names }),
      get(SHIRTS, { select: names }),
      get(`${DEFINITIONS}/shirts.{id}.conf.dev`, {
        select: (body) =>
          (body as { spec: { versions: { selectableFields: unknown }[] } }).spec.versions[0]?.selectableFields,
      }),
      remove(`${DEFINITIONS}/shirts.{id}.conf.dev`, undefined, { select: () => '' }),
    ],
  },
  {
    name: 'refused-selectable-fields',
    steps: [
      fields('.spec.none'),
      fields('spec.color'),
      fields('.spec'),
      fields('.spec.list'),
      fields('.spec.list[0]'),
      fields('.spec.map.x'),
      fields('.spec.free.x'),
      fields('.spec.ratio'),
      fields('.spec.either'),
      fields('.metadata.name'),
      fields('.metadata.labels'),
      fields('.spec.color', '.spec.color'),
      fields(''),
      [{}],
      fields(...[...'abcdefghi'].map((letter) => `.spec.${letter}`)),
    ].map((paths, index) => post(DEFINITIONS, definition(`bad${index}`, paths), { select: withoutTimes })),
  },
];
