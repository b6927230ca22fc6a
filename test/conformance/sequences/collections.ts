import type { Json, Sequence } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, configMap, CORE, get, patch, post, remove } from './requests.ts';

const many = ['a', 'b', 'c', 'd'].map((name, index) =>
  post(CONFIG_MAPS, configMap(name, {}, { labels: { app: index % 2 ? 'odd' : 'even', name } })),
);
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';
/** The cells of a Table; its columns' descriptions are long. */
const withoutDescriptions = (body: unknown): unknown => {
  const { columnDefinitions, ...rest } = body as { columnDefinitions?: Json[] };
  if (!columnDefinitions) return body;
  return {
    ...rest,
    columns: columnDefinitions.map(({ name, type, format, priority }) => [name, type, format, priority]),
  };
};
/** Whether it was a list or a watch, and of what. */
const kindOrTypes = (body: unknown): unknown =>
  Array.isArray(body) ? (body as { type: string }[]).map(({ type }) => type) : (body as { kind: string }).kind;

const watch = (query: string): string => `${CONFIG_MAPS}?watch=true&timeoutSeconds=1&${query}`;
const from = (answer: Parameters<typeof metadataOf>[0]): string =>
  `resourceVersion=${metadataOf(answer).resourceVersion}`;

export const COLLECTION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'list',
    steps: [
      ...many,
      get(CONFIG_MAPS),
      get(`${CONFIG_MAPS}?limit=2`),
      (past) => get(`${CONFIG_MAPS}?limit=2&continue=${encodeURIComponent(metadataOf(past[5]).continue)}`),
      get(`${CONFIG_MAPS}?limit=1&labelSelector=app%3Dodd`),
      get(`${CONFIG_MAPS}?continue=nonsense`),
      get(`${CONFIG_MAPS}?limit=x`),
      get(`${CONFIG_MAPS}?resourceVersion=0&resourceVersionMatch=Exact`),
      get(`${CONFIG_MAPS}?resourceVersionMatch=Exact`),
      get(`${CONFIG_MAPS}?resourceVersion=1&resourceVersionMatch=Odd`),
      get(`${CONFIG_MAPS}?resourceVersion=x`),
      get(`${CONFIG_MAPS}?sendInitialEvents=true`),
      get(CONFIG_MAPS, { accept: TABLE, select: withoutDescriptions }),
      get(CONFIG_MAPS, { accept: METADATA }),
      get(`${CONFIG_MAPS}/a`, { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' }),
      get(CONFIG_MAPS, { accept: 'application/json;as=Table;v=v9;g=meta.k8s.io' }),
    ],
  },
  {
    name: 'selectors',
    steps: [
      ...many,
      ...[
        'app=odd',
        'app!=odd',
        'app in (odd,even),name notin (a)',
        '!app',
        'app',
        'app==even',
        'name>1',
        'a b',
        'app in (',
        '=x',
      ].map((selector) => get(`${CONFIG_MAPS}?labelSelector=${encodeURIComponent(selector)}`)),
      ...['metadata.name=a', 'metadata.name!=a', 'metadata.namespace={ns}', 'data.x=1', 'metadata.name', 'a==b==c'].map(
        (selector) => get(`${CONFIG_MAPS}?fieldSelector=${selector}`),
      ),
      get(`${CORE}/secrets?fieldSelector=type=Opaque`),
      get('/api/v1/namespaces?fieldSelector=metadata.name={ns},status.phase=Active'),
    ],
  },
  {
    name: 'unknown-fields-in-selectors',
    steps: [
      '/api/v1/pods',
      '/api/v1/secrets',
      '/apis/apps/v1/deployments',
      '/apis/apps/v1/replicasets',
      '/apis/batch/v1/jobs',
      '/apis/events.k8s.io/v1/events',
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    ].map((path) => get(`${path}?fieldSelector=status.replicas%3D1`)),
  },
  {
    name: 'field-selectors',
    steps: [
      ...many.slice(0, 2),
      ...[
        String.raw`metadata.name=a\,b`,
        String.raw`metadata.name=a\=b`,
        String.raw`metadata.name=a\\`,
        String.raw`metadata.name=a\b`,
        'metadata.name=a\\',
        'metadata.name=a=b',
        'metadata.name==a,,metadata.namespace={ns}',
        ' metadata.name=a',
        'metadata.name=a, metadata.namespace={ns}',
        'metadata.name=a,other',
        'metadata.name!=a,metadata.name!=b',
        'metadata.name=a,metadata.name!=a',
        '=a',
        ',',
      ].map((selector) => get(`${CONFIG_MAPS}?fieldSelector=${encodeURIComponent(selector)}`)),
    ],
  },
  {
    name: 'flags-of-queries',
    steps: [
      ...many.slice(0, 2),
      ...['True', 'yes', '', '1', '0', 'false', 'FALSE', 'False'].map((value) =>
        get(`${CONFIG_MAPS}?timeoutSeconds=1&watch=${value}`, { select: kindOrTypes }),
      ),
      ...['True', '1', 'False', '0', ''].map((value) =>
        get(`${watch('resourceVersionMatch=NotOlderThan')}&sendInitialEvents=${value}`, { select: kindOrTypes }),
      ),
      ...['1', 'yes', 'False'].map((value) =>
        patch('merge', `${CONFIG_MAPS}/a?fieldManager=m&force=${value}`, configMap('a', { x: value }), {
          contentType: 'application/apply-patch+yaml',
        }),
      ),
      ...['False', 'yes'].map((value) =>
        patch('merge', `${CONFIG_MAPS}/a?fieldManager=other&force=${value}`, configMap('a', { x: 'taken' }), {
          contentType: 'application/apply-patch+yaml',
        }),
      ),
      // They stay: who collects garbage is not asked.
      ...['False', '', '1', 'yes'].flatMap((value, index) => [
        post(CONFIG_MAPS, configMap(`held${index}`, {}, { finalizers: ['example.test/hold'] })),
        remove(`${CONFIG_MAPS}/held${index}?orphanDependents=${value}`),
      ]),
    ],
  },
  {
    name: 'delete-collection',
    steps: [
      ...many,
      remove(`${CONFIG_MAPS}?labelSelector=app=odd&dryRun=All`),
      remove(`${CONFIG_MAPS}?labelSelector=app=odd`),
      get(CONFIG_MAPS),
      remove(CONFIG_MAPS, { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } }),
      remove(CONFIG_MAPS),
      get(CONFIG_MAPS),
      remove('/api/v1/namespaces?labelSelector=none%3Dthere'),
      remove('/api/v1/configmaps'),
    ],
  },
  {
    name: 'watch',
    steps: [
      post(CONFIG_MAPS, configMap('one', {}, { labels: { app: 'x' } })),
      patch('merge', `${CONFIG_MAPS}/one`, { data: { a: '2' } }),
      patch('merge', `${CONFIG_MAPS}/one`, { metadata: { labels: { app: 'y' } } }),
      patch('merge', `${CONFIG_MAPS}/one`, { metadata: { labels: { app: 'x' } } }),
      post(CONFIG_MAPS, configMap('two')),
      remove(`${CONFIG_MAPS}/one`),
      (past) => get(watch(from(past[0]))),
      (past) => get(watch(`${from(past[0])}&labelSelector=app%3Dx`)),
      (past) => get(watch(`${from(past[0])}&fieldSelector=metadata.name%3Dtwo`)),
      (past) => get(`/api/v1/watch/namespaces/{ns}/configmaps/one?timeoutSeconds=1&${from(past[0])}`),
      (past) => get(watch(from(past[0])), { accept: TABLE, select: eventTypes }),
      get(watch('')),
      get(watch('resourceVersion=0')),
      get(watch('resourceVersion=x')),
      get(watch('resourceVersionMatch=NotOlderThan')),
      get(watch('sendInitialEvents=true')),
      get(watch('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true')),
      get(watch('sendInitialEvents=true&resourceVersionMatch=Exact')),
    ],
  },
];

const eventTypes = (body: unknown): unknown =>
  (body as { type: string; object: { kind: string; rows: unknown[] } }[]).map(({ type, object }) => [
    type,
    object.kind,
    object.rows.length,
  ]);
