import type { Json, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, configMap, CORE, get, patch, post, remove } from './requests.ts';

const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const OLD = 'application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';
const METADATA = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json';

/** Without the columns' descriptions, which are long. */
const short = (body: unknown): unknown => {
  if (Array.isArray(body)) {
    return (body as { type: string; object: unknown }[]).map(({ type, object }) => [type, short(object)]);
  }
  const { columnDefinitions, ...rest } = body as { columnDefinitions?: Json[] | null };
  return { ...rest, columns: columnDefinitions?.map(({ name }) => name) ?? null };
};
const table = (path: string, more: Partial<Step> = {}): Step => get(path, { accept, select: short, ...more });

const watch = (query: string, more: Partial<Step> = {}): Step =>
  get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&labelSelector=app&${query}`, { accept, select: short, ...more });
const INITIAL = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';

export const TABLE_SEQUENCES: readonly Sequence[] = [
  {
    name: 'tables',
    steps: [
      post(CONFIG_MAPS, configMap('one', { a: '1' }, { labels: { app: 'a' } })),
      post(CONFIG_MAPS, configMap('two', { b: '2' }, { labels: { app: 'b' } })),
      ...['Object', 'None', 'Metadata', '', 'object', 'All&includeObject=Object'].flatMap((value) => [
        table(`${CONFIG_MAPS}/one?includeObject=${value}`),
        table(`${CONFIG_MAPS}?labelSelector=app&includeObject=${value}`),
        watch(`includeObject=${value}`, value === 'object' || value.startsWith('All') ? { select: short } : {}),
      ]),
      table(`${CONFIG_MAPS}/one?includeObject=Object`, { accept: OLD }),
      table(`${CONFIG_MAPS}/one`, { accept: OLD }),
      table(`${CONFIG_MAPS}/one?includeObject=wrong`, { accept: METADATA }),
      table(`${CONFIG_MAPS}/one?includeObject=wrong`, { accept: 'application/json' }),
      watch(`includeObject=Object&${INITIAL}`),
      watch(`includeObject=None&${INITIAL}`),
      watch(INITIAL),
      watch(INITIAL, { accept: METADATA }),
      patch('merge', `${CONFIG_MAPS}/one?includeObject=Object`, { data: { c: '3' } }, { accept, select: short }),
      patch('merge', `${CONFIG_MAPS}/one?includeObject=wrong`, { data: { c: '4' } }, { accept, select: short }),
      remove(`${CONFIG_MAPS}/two`),
      (past) => watch(`includeObject=Object&resourceVersion=${metadataOf(past[1]).resourceVersion}`),
      table(`${CORE}/configmaps/none?includeObject=None`),
    ],
  },
  {
    name: 'tables-of-events',
    steps: [
      ...['v1', 'events.k8s.io/v1'].map((version, index) =>
        post(
          version === 'v1' ? `${CORE}/events` : `/apis/${version}/namespaces/{ns}/events`,
          {
            apiVersion: version,
            kind: 'Event',
            metadata: { name: `e${index}` },
            [version === 'v1' ? 'involvedObject' : 'regarding']: { kind: 'Pod', name: 'p', namespace: '{ns}' },
            reason: 'Because',
            type: 'Normal',
            ...(version !== 'v1' && {
              eventTime: '2024-01-01T00:00:00.000000Z',
              action: 'Act',
              reportingController: 'a.dev/b',
              reportingInstance: 'c',
            }),
          },
          { select: () => '' },
        ),
      ),
      ...[`${CORE}/events`, '/apis/events.k8s.io/v1/namespaces/{ns}/events'].map((path) =>
        table(`${path}?includeObject=Object`, {
          select: (body) =>
            (body as { rows: { object: { kind: string; apiVersion: string; reason: string } }[] }).rows.map(
              ({ object: { kind, apiVersion, reason } }) => [kind, apiVersion, reason],
            ),
        }),
      ),
    ],
  },
];
