import type { Event } from '../events.ts';
import type { Answer, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, configMap, get, post, remove } from './requests.ts';

/** What comes, in what order, and what the bookmark says; or the Status of a refusal. */
const summary = (body: unknown): unknown => {
  if (!Array.isArray(body)) return body;
  return (body as Event[]).map(({ type, object }) => {
    const { name, annotations, resourceVersion } = object.metadata ?? {};
    if (type === 'BOOKMARK') return [type, annotations, Number(resourceVersion) > 0];
    return type === 'ERROR' ? [type, object] : [type, name];
  });
};

const INITIAL = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
const BOOKMARKS = 'allowWatchBookmarks=true';

const watch = (query: string, more: Partial<Step> = {}): Step =>
  get(`${CONFIG_MAPS}?watch=true&timeoutSeconds=1&labelSelector=app&${query}`, { select: summary, ...more });

const versionOf = (answer: Answer | undefined): string => metadataOf(answer).resourceVersion;

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

export const WATCH_LIST_SEQUENCES: readonly Sequence[] = [
  {
    name: 'watch-list',
    steps: [
      ...['a', 'b', 'c'].map((name) => post(CONFIG_MAPS, configMap(name, {}, { labels: { app: name } }))),
      remove(`${CONFIG_MAPS}/c`),
      watch(`${INITIAL}&${BOOKMARKS}`),
      watch(`${INITIAL}&${BOOKMARKS}&resourceVersion=`),
      watch(`${INITIAL}&${BOOKMARKS}&resourceVersion=0`),
      (past) => watch(`${INITIAL}&${BOOKMARKS}&resourceVersion=${versionOf(past[1])}`),
      watch(INITIAL),
      watch(`${INITIAL}&allowWatchBookmarks=false`),
      watch(`sendInitialEvents=false&resourceVersionMatch=NotOlderThan&${BOOKMARKS}`),
      (past) =>
        watch(
          `sendInitialEvents=false&resourceVersionMatch=NotOlderThan&${BOOKMARKS}&resourceVersion=${versionOf(past[0])}`,
        ),
      watch(`sendInitialEvents=false&${BOOKMARKS}`),
      watch(`sendInitialEvents=true&resourceVersionMatch=Exact&${BOOKMARKS}`),
      watch(`sendInitialEvents=true&resourceVersionMatch=Odd&${BOOKMARKS}&resourceVersion=x`),
      watch(`resourceVersionMatch=NotOlderThan&${BOOKMARKS}`),
      watch(`${INITIAL}&${BOOKMARKS}&resourceVersion=x`),
      watch(`sendInitialEvents=maybe&resourceVersionMatch=NotOlderThan&${BOOKMARKS}`),
      watch(`${INITIAL}&${BOOKMARKS}&fieldSelector=metadata.name%3Db`),
      watch(`${INITIAL}&${BOOKMARKS}&limit=1`),
      watch(`${INITIAL}&${BOOKMARKS}`, {
        accept: TABLE,
        select: (body) => [...new Set((body as Event[]).map(({ type }) => type))],
      }),
    ],
  },
];
