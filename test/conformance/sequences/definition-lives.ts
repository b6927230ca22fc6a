import type { Answer, Sequence, Step } from '../sequence.ts';
import { get, patch, post, remove } from './requests.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GROUP = '/apis/{id}.conf.dev/v1';
const definitionPath = (plural: string): string => `${DEFINITIONS}/${plural}.{id}.conf.dev`;
const objects = (plural: string): string => `${GROUP}/namespaces/{ns}/${plural}`;

const define = (plural: string, kind: string, names: object = {}): Step =>
  post(
    DEFINITIONS,
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.{id}.conf.dev` },
      spec: {
        group: '{id}.conf.dev',
        scope: 'Namespaced',
        names: { plural, kind, ...names },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    },
    { select: () => '' },
  );

type Status = { conditions?: { type: string; status: string; reason: string }[] | null; acceptedNames: object };
const statusOf = (body: unknown): Status => (body as { status: Status }).status;
/** Its status when something is said in it. */
const statusWhen = (plural: string, ...said: string[]): Step =>
  get(definitionPath(plural), {
    until: ({ body }: Answer) => said.every((text) => JSON.stringify(statusOf(body)).includes(text)),
    select: statusOf,
  });
const name = (plural: string, names: object): Step =>
  patch('merge', definitionPath(plural), { spec: { names } }, { select: told });
/** What is wrong with a request, if anything is. */
const told = (body: unknown): unknown => ((body as { kind: string }).kind === 'Status' ? body : '');

const served = (plural: string): Step =>
  get(objects(plural), { until: ({ status }: Answer) => status === 200, select: () => '' });

/** What discovery tells of the names and verbs of a group's kinds. */
const discovered = (...said: string[]): Step =>
  get(GROUP, {
    until: ({ body }: Answer) => said.every((text) => JSON.stringify(body).includes(text)),
    select: (body) =>
      (body as { resources: { name: string }[] }).resources
        .map((resource) => ({ ...resource, storageVersionHash: '' }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  });

export const DEFINITION_LIFE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'definition-names',
    steps: [
      define('apples', 'Apple', { shortNames: ['ap'], categories: ['fruit'] }),
      served('apples'),
      define('pears', 'Pear', { shortNames: ['pe', 'ap'] }),
      statusWhen('pears', 'ShortNamesConflict'),
      get(objects('pears')),
      define('plums', 'Apple', { singular: 'plum' }),
      statusWhen('plums', 'KindConflict'),
      define('figs', 'Fig', { singular: 'apple' }),
      statusWhen('figs', 'SingularConflict'),
      define('ap', 'Ape'),
      statusWhen('ap', 'PluralConflict'),
      remove(definitionPath('ap'), undefined, { select: () => '' }),
      // A kind may still become another while it is none yet.
      name('plums', { kind: 'Plum', listKind: 'PlumList' }),
      statusWhen('plums', '"True"', '"Established"', 'InitialNamesAccepted'),
      served('plums'),
      name('plums', { kind: 'Prune' }),
      name('apples', { shortNames: ['ap', 'app'], categories: ['fruit', 'red'] }),
      statusWhen('apples', '"app"'),
      discovered('"app"', '"plums"'),
      // One that is established stays so, with the names it had.
      name('plums', { shortNames: ['app', 'pl'], categories: ['blue'], singular: 'prune', listKind: 'Prunes' }),
      statusWhen('plums', 'ShortNamesConflict'),
      served('plums'),
      discovered('"blue"'),
      // Who waits for a name gets it when it is free.
      name('apples', { shortNames: ['app2'] }),
      statusWhen('plums', 'NoConflicts'),
      statusWhen('pears', 'InitialNamesAccepted'),
      served('pears'),
      remove(definitionPath('apples'), undefined, { select: () => '' }),
      statusWhen('figs', 'InitialNamesAccepted'),
      discovered('"figs"'),
      ...['pears', 'plums', 'figs'].map((plural) => remove(definitionPath(plural), undefined, { select: () => '' })),
    ],
  },
  {
    name: 'definition-deletion',
    steps: [
      define('kiwis', 'Kiwi', { shortNames: ['ki'] }),
      served('kiwis'),
      post(objects('kiwis'), {
        apiVersion: '{id}.conf.dev/v1',
        kind: 'Kiwi',
        metadata: { name: 'held', finalizers: ['a.b/c'] },
      }),
      post(objects('kiwis'), { apiVersion: '{id}.conf.dev/v1', kind: 'Kiwi', metadata: { name: 'free' } }),
      remove(definitionPath('kiwis'), undefined, { select: () => '' }),
      statusWhen('kiwis', 'InstanceDeletionInProgress'),
      get(`${objects('kiwis')}/free`, { until: ({ status }) => status === 404 }),
      discovered('"kiwis"'),
      patch('merge', definitionPath('kiwis'), { metadata: { labels: { a: 'b' } } }, { select: told }),
      post(objects('kiwis'), { apiVersion: '{id}.conf.dev/v1', kind: 'Kiwi', metadata: { name: 'late' } }),
      {
        ...patch('merge', `${objects('kiwis')}/late?fieldManager=x`, {
          apiVersion: '{id}.conf.dev/v1',
          kind: 'Kiwi',
          metadata: { name: 'late' },
        }),
        contentType: 'application/apply-patch+yaml',
      },
      get(`${objects('kiwis')}?watch=true&timeoutSeconds=1`, {
        select: (body) => (body as { type: string }[]).map(({ type }) => type),
      }),
      patch('merge', `${objects('kiwis')}/held`, { metadata: { finalizers: null } }, { select: () => '' }),
      get(definitionPath('kiwis'), { until: ({ status }) => status === 404 }),
      get(objects('kiwis')),
    ],
  },
];
