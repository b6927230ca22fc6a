import type { Answer, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, configMap, get, patch, post, remove } from './requests.ts';

type List = {
  kind: string;
  items?: { metadata: { name: string }; data?: unknown }[];
  metadata: { continue?: string; remainingItemCount?: number };
};

/** Which objects in which state, and whether there are more; or the Status of a refusal. */
const told = (body: unknown): unknown => {
  const { items, metadata } = body as List;
  if (!items) return body;
  return [
    items.map(({ metadata: { name }, data }) => [name, data]),
    Boolean(metadata.continue),
    metadata.remainingItemCount,
  ];
};

const list = (query: string): Step => get(`${CONFIG_MAPS}?${query}`, { select: told });
const versionOf = (answer: Answer | undefined): string => metadataOf(answer).resourceVersion;
const at = (answer: Answer | undefined, match: string, more = ''): Step =>
  list(`resourceVersion=${versionOf(answer)}&resourceVersionMatch=${match}${more}`);
const later = (answer: Answer | undefined): string => String(Number(versionOf(answer)) + 1_000_000);
/** How far it is from the version asked for says nothing. */
const withoutVersions = (body: unknown): unknown =>
  JSON.parse(
    JSON.stringify(body).replaceAll(/(version: |current: |Timeout: Too large resource version: )\d+/g, '$1<version>'),
  );

/** Lists of the past and of the future. */
export const LIST_VERSION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'list-versions',
    steps: [
      ...['a', 'b', 'c'].map((name) => post(CONFIG_MAPS, configMap(name))),
      patch('merge', `${CONFIG_MAPS}/a`, { data: { a: '2' } }),
      remove(`${CONFIG_MAPS}/b`),
      (past) => at(past[0], 'Exact'),
      (past) => at(past[1], 'Exact'),
      (past) => at(past[2], 'Exact', '&limit=1'),
      (past) => list(`limit=1&continue=${encodeURIComponent(metadataOf(past[7]).continue)}`),
      (past) => list(`limit=5&continue=${encodeURIComponent(metadataOf(past[7]).continue)}`),
      (past) => at(past[2], 'Exact', '&labelSelector=none'),
      (past) => at(past[3], 'Exact', '&fieldSelector=metadata.name%3Db'),
      (past) => at(past[0], 'NotOlderThan'),
      (past) => at(past[3], 'NotOlderThan', '&limit=1'),
      (past) => list(`resourceVersion=${versionOf(past[0])}`),
      (past) => list(`resourceVersion=${versionOf(past[0])}&limit=1`),
      (past) =>
        list(`resourceVersion=${versionOf(past[0])}&continue=${encodeURIComponent(metadataOf(past[7]).continue)}`),
      list('resourceVersion=0'),
      list('resourceVersion=0&limit=1'),
      list('resourceVersion=0&resourceVersionMatch=NotOlderThan'),
      list('resourceVersionMatch=NotOlderThan'),
      list('resourceVersion=&resourceVersionMatch=Exact'),
      (past) => ({ ...list(`resourceVersion=${later(past[0])}&resourceVersionMatch=Exact`), select: withoutVersions }),
      (past) => ({
        ...list(`resourceVersion=${later(past[0])}&resourceVersionMatch=NotOlderThan`),
        select: withoutVersions,
      }),
      (past) => ({ ...list(`resourceVersion=${later(past[0])}`), select: withoutVersions }),
      (past) => get(`${CONFIG_MAPS}/a?resourceVersion=${versionOf(past[0])}`),
      (past) => get(`${CONFIG_MAPS}/a?resourceVersion=${later(past[0])}`, { select: withoutVersions }),
      get(`${CONFIG_MAPS}/a?resourceVersion=0`),
    ],
  },
];
