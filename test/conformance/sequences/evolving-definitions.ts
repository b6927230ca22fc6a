import type { Answer, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { get, patch, post, put, remove } from './requests.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const DEFINITION = `${DEFINITIONS}/boxes.{id}.conf.dev`;
const boxes = (version: string): string => `/apis/{id}.conf.dev/${version}/namespaces/{ns}/boxes`;
const [V1, V2] = [boxes('v1'), boxes('v2')];
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

const silent = { select: (): string => '' };
/** What is wrong with a definition, if anything is. */
const told = { select: (body: unknown): unknown => ((body as { kind: string }).kind === 'Status' ? body : '') };

const version = (name: string, storage: boolean, properties: object, more: object = {}): object => ({
  name,
  served: true,
  storage,
  subresources: { status: {} },
  selectableFields: [{ jsonPath: '.spec.color' }],
  additionalPrinterColumns: [{ name: 'Color', type: 'string', jsonPath: '.spec.color' }],
  schema: {
    openAPIV3Schema: {
      type: 'object',
      properties: {
        spec: { type: 'object', properties: { color: { type: 'string' }, ...properties } },
        status: { type: 'object', properties: { n: { type: 'integer' } } },
      },
    },
  },
  ...more,
});

const definition = (...versions: object[]): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'boxes.{id}.conf.dev' },
  spec: {
    group: '{id}.conf.dev',
    scope: 'Namespaced',
    names: { plural: 'boxes', singular: 'box', kind: 'Box' },
    versions,
  },
});

const box = (apiVersion: string, name: string, spec: object, metadata: object = {}): object => ({
  apiVersion: `{id}.conf.dev/${apiVersion}`,
  kind: 'Box',
  metadata: { name, ...metadata },
  spec,
});

/** Until what is stored is read anew, lists and watches may be refused. */
const ready = get(V1, { until: ({ status }: Answer) => status === 200, ...silent });
const serve = (path: string, ...versions: object[]): Step[] => [
  post(DEFINITIONS, definition(...versions), told),
  get(path, { until: ({ status }: Answer) => status === 200, ...silent }),
];
/** Changes the definition, and waits until the server goes by it. */
const evolve = (path: string, expected: (text: string) => boolean, ...versions: object[]): Step[] => [
  patch('merge', DEFINITION, { spec: { versions } }, told),
  get(path, { until: ({ body }: Answer) => expected(JSON.stringify(body)) }),
  ready,
];
const withdraw = remove(DEFINITION, undefined, silent);

const watchFrom = (path: string, query = '', more: Partial<Step> = {}): Step =>
  get(`${path}?watch=true&timeoutSeconds=1${query}`, more);

type Event = { type: string; object: { code?: number; reason?: string; metadata?: { name?: string }; spec?: unknown } };
const summary = (events: unknown): unknown =>
  (events === '' ? [] : (events as Event[])).map(({ type, object: { code, reason, metadata, spec } }) => [
    type,
    code ?? metadata?.name,
    reason ?? spec,
  ]);
const errorOf = { select: summary };

/** What happens to a watch while something else is done. */
const meanwhile = (seconds: number, ...during: Step[]): Step =>
  get(`${V1}?watch=true&timeoutSeconds=${seconds}`, {
    during,
    select: (body) => {
      const { events, ...rest } = body as { events: unknown };
      return { events: summary(events), ...rest };
    },
  });
/** Long enough for who is slow to tell watches that their definition changed. */
const ENDED = 10;
const LEFT = 4;

const SMALL = {
  size: { type: 'integer' },
  note: { type: 'string' },
  parts: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
};
const GROWN = {
  size: { type: 'integer' },
  replicas: { type: 'integer', default: 1 },
  nested: { type: 'object', default: {}, properties: { a: { type: 'string', default: 'b' } } },
  color: { type: 'string', default: 'red' },
  parts: {
    type: 'array',
    items: { type: 'object', properties: { n: { type: 'integer' }, of: { type: 'string', default: 'wood' } } },
  },
};

const SECOND = version('v2', false, SMALL, { selectableFields: [] });

export const EVOLVING_DEFINITION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'added-defaults',
    steps: [
      ...serve(V1, version('v1', true, SMALL)),
      post(V1, box('v1', 'one', { size: 1, note: 'kept', parts: [{ n: 1 }, {}] }, { labels: { a: 'b' } })),
      post(V1, box('v1', 'two', { size: 2, color: 'blue' })),
      post(V1, box('v1', 'three', { size: 3 })),
      ...evolve(`${V1}/one`, (text) => text.includes('replicas'), version('v1', true, GROWN)),
      get(V1),
      get(`${V1}?limit=1`),
      get(`${V1}?fieldSelector=spec.color%3Dred`),
      get(`${V1}?labelSelector=a%3Db`),
      get(V1, { accept: TABLE, select: (body) => (body as { rows: unknown }).rows }),
      get(`${V1}/one/status`),
      watchFrom(V1),
      watchFrom(V1, '&fieldSelector=spec.color%3Dred'),
      patch('merge', `${V1}/one?dryRun=All`, {}),
      // What was not stored yet is now, although nothing is changed.
      patch('merge', `${V1}/one`, {}),
      patch('merge', `${V1}/one`, {}),
      patch('json', `${V1}/two`, [{ op: 'test', path: '/spec/replicas', value: 1 }]),
      patch('merge', `${V1}/two`, { spec: { replicas: 2 } }),
      (past) =>
        put(`${V1}/three`, box('v1', 'three', { size: 3 }, { resourceVersion: metadataOf(past[4]).resourceVersion })),
      patch('merge', `${V1}/three/status`, { status: { n: 1 } }),
      // Clients that followed what was stored before begin anew.
      (past) => watchFrom(V1, `&resourceVersion=${metadataOf(past[4]).resourceVersion}`, errorOf),
      ...evolve(`${V1}/one`, (text) => !text.includes('"parts"'), version('v1', true, { note: { type: 'string' } })),
      get(V1),
      remove(`${V1}/two`),
      remove(V1),
      withdraw,
    ],
  },
  {
    name: 'removed-properties',
    steps: [
      ...serve(V1, version('v1', true, SMALL)),
      post(V1, box('v1', 'one', { size: 1, note: 'gone', parts: [{ n: 1 }, {}] })),
      post(V1, box('v1', 'two', { size: 2, note: 'back' })),
      ...evolve(`${V1}/one`, (text) => !text.includes('gone'), version('v1', true, { size: { type: 'integer' } })),
      get(V1),
      patch('merge', `${V1}/one`, { metadata: { labels: { a: 'b' } } }),
      {
        ...patch('merge', `${V1}/two?fieldManager=applier&dryRun=All`, box('v1', 'two', { size: 4 })),
        contentType: 'application/apply-patch+yaml',
      },
      // What is not written while a property is away is there again with it.
      ...evolve(`${V1}/two`, (text) => text.includes('back'), version('v1', true, SMALL)),
      get(V1),
      withdraw,
    ],
  },
  {
    name: 'two-schemas',
    steps: [
      ...serve(
        V2,
        version('v1', true, { a: { type: 'integer' }, b: { type: 'string', default: 'b1' } }, { selectableFields: [] }),
        version('v2', false, {
          a: { type: 'integer', default: 7 },
          c: { type: 'string', default: 'c2' },
          d: { type: 'string', nullable: true },
        }),
      ),
      post(V1, box('v1', 'one', { a: 1, b: 'x', color: 'red' })),
      post(V2, box('v2', 'two', { a: 2, c: 'y' })),
      post(V2, box('v2', 'three', { c: 'y', d: null })),
      post(`${V2}?dryRun=All`, box('v2', 'four', { c: 'y' })),
      post(`${V2}?fieldValidation=Strict`, box('v2', 'five', { b: 'y' })),
      get(`${V1}/two`),
      get(`${V2}/one`),
      get(V1),
      get(V2),
      get(`${V2}?fieldSelector=spec.color%3Dred`),
      watchFrom(V1),
      watchFrom(V2),
      patch('merge', `${V2}/one?dryRun=All`, {}),
      patch('merge', `${V2}/one`, {}),
      get(`${V1}/one`),
      patch('merge', `${V2}/two`, { spec: { a: 3 } }),
      patch('merge', `${V2}/two/status`, { status: { n: 1 } }),
      patch('merge', `${V1}/three`, { spec: { b: 'z' } }),
      remove(`${V2}/three`),
      (past) => watchFrom(V2, `&resourceVersion=${metadataOf(past[2]).resourceVersion}`),
      remove(V2),
      withdraw,
    ],
  },
  {
    name: 'watches-of-definitions',
    steps: [
      ...serve(V1, version('v1', true, SMALL)),
      post(V1, box('v1', 'one', { size: 1 })),
      meanwhile(
        LEFT,
        patch('merge', DEFINITION, { metadata: { labels: { a: 'b' } } }),
        patch('merge', `${DEFINITION}/status`, { status: { storedVersions: ['v1'] } }),
        post(V1, box('v1', 'two', { size: 2 })),
      ),
      ready,
      meanwhile(ENDED, patch('merge', DEFINITION, { spec: { versions: [version('v1', true, GROWN)] } })),
      ready,
      meanwhile(ENDED, patch('merge', DEFINITION, { spec: { names: { shortNames: ['{id}'] } } })),
      ready,
      meanwhile(ENDED, patch('merge', DEFINITION, { spec: { versions: [version('v1', true, GROWN), SECOND] } })),
      ready,
      meanwhile(
        ENDED,
        patch('merge', DEFINITION, {
          spec: { versions: [version('v1', true, GROWN), { ...SECOND, served: false }] },
        }),
      ),
      ready,
      // Of several, any may go first.
      remove(`${V1}/two`),
      meanwhile(ENDED, withdraw),
    ],
  },
];
