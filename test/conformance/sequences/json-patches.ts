import type { Sequence, Step } from '../sequence.ts';
import { CONFIG_MAPS, configMap, patch, post } from './requests.ts';
import { create, ONE, serve, withdraw } from './custom-resources.ts';

const FREE = { 'x-kubernetes-preserve-unknown-fields': true };
const MIB = 1024 * 1024;

const tryOn = (path: string, operations: unknown, select?: Step['select']): Step =>
  patch('json', `${path}?dryRun=All`, operations, select && { select });
/** Of a large answer only its status counts. */
const only = (): string => '';

const copies = (bytes: number): readonly object[] => [
  { op: 'add', path: '/spec/a', value: 'x'.repeat(bytes / 3 - 2) },
  ...[1, 2, 3].map(() => ({ op: 'copy', from: '/spec/a', path: '/spec/b' })),
];
const doubling = Array.from({ length: 40 }, () => [
  { op: 'add', path: '/spec/b', value: [] },
  { op: 'copy', from: '/spec/list', path: '/spec/b/-' },
  { op: 'copy', from: '/spec/list', path: '/spec/b/-' },
  { op: 'move', from: '/spec/b', path: '/spec/list' },
]).flat();

const LIST = '/spec/list';
const ON_LISTS: readonly object[] = [
  { op: 'remove', path: `${LIST}/-1` },
  { op: 'add', path: `${LIST}/-1`, value: 9 },
  { op: 'add', path: `${LIST}/-4`, value: 9 },
  { op: 'add', path: `${LIST}/-5`, value: 9 },
  { op: 'remove', path: `${LIST}/-4` },
  { op: 'replace', path: `${LIST}/-1`, value: 9 },
  { op: 'replace', path: `${LIST}/-9`, value: 9 },
  { op: 'test', path: `${LIST}/-1`, value: 3 },
  { op: 'copy', from: `${LIST}/-1`, path: '/spec/x' },
  { op: 'move', from: `${LIST}/-1`, path: '/spec/x' },
  { op: 'add', path: `${LIST}/3`, value: 9 },
  { op: 'add', path: `${LIST}/4`, value: 9 },
  { op: 'replace', path: `${LIST}/3`, value: 9 },
  { op: 'test', path: `${LIST}/3`, value: null },
  { op: 'add', path: `${LIST}/x`, value: 9 },
  { op: 'add', path: `${LIST}/01`, value: 9 },
  { op: 'add', path: `${LIST}/+1`, value: 9 },
  { op: 'replace', path: `${LIST}/1.5`, value: 9 },
  { op: 'replace', path: `${LIST}/-`, value: 9 },
  { op: 'remove', path: `${LIST}/-` },
];

const ON_FIELDS: readonly object[] = [
  { op: 'test', path: '/spec/none', value: null },
  { op: 'test', path: '/spec/none', value: 1 },
  { op: 'test', path: '/spec/none/deep', value: null },
  { op: 'test', path: LIST, value: null },
  { op: 'test', path: '', value: {} },
  { op: 'add', path: '/spec/x' },
  { op: 'add', path: '/spec/none/x', value: 1 },
  { op: 'replace', path: '/spec/none', value: 1 },
  { op: 'remove', path: '/spec/none' },
  { op: 'move', from: '/spec/none', path: '/spec/x' },
  { op: 'copy', from: '/spec/none', path: '/spec/x' },
  { op: 'copy', from: '/spec/none/deep', path: '/spec/x' },
  { op: 'move', from: '/spec', path: '/spec/x' },
  { op: 'move', path: '/spec/x' },
  { op: 'add', value: 1 },
  { op: 'add', path: 'spec', value: 1 },
  { op: 'add', path: '/spec/', value: 1 },
  { op: 'add', path: '/spec/a~1b~0c~01~2', value: 1 },
  { op: 'add', path: '/spec/__proto__', value: { a: 1 } },
  { op: 'add', path: '/spec/__proto__/a', value: 1 },
  { op: 'add', path: '/spec/constructor/prototype/a', value: 1 },
  { op: 'test', path: '/spec/__proto__', value: null },
  { op: 'copy', from: '/spec/constructor', path: '/spec/x' },
];

const ON_ALL: readonly object[] = [
  { op: 'add', path: '', value: {} },
  { op: 'remove', path: '' },
  { op: 'copy', from: '', path: '/spec/x' },
  { op: 'move', from: '', path: '/spec/x' },
  { op: 'replace', path: '', value: null },
  { op: 'replace', path: '', value: 'text' },
  { op: 'replace', path: '/', value: {} },
];

export const JSON_PATCH_SEQUENCES: readonly Sequence[] = [
  {
    name: 'json-patches',
    steps: [
      ...serve(FREE),
      create({ list: [1, 2, 3] }),
      ...[...ON_LISTS, ...ON_FIELDS, ...ON_ALL].map((operation) => tryOn(ONE, [operation])),
      tryOn(ONE, [
        { op: 'add', path: '/spec/constructor', value: { prototype: {} } },
        { op: 'add', path: '/spec/constructor/prototype/x', value: 1 },
      ]),
      withdraw,
    ],
  },
  {
    name: 'json-patch-limits',
    steps: [
      ...serve(FREE),
      create({ list: ['xxxxxxxxxx'] }),
      tryOn(ONE, copies(3 * MIB), only),
      tryOn(ONE, copies(3 * MIB + 3)),
      tryOn(ONE, doubling),
      tryOn(
        ONE,
        Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/spec/none', value: null })),
      ),
      post(CONFIG_MAPS, configMap('one')),
      tryOn(`${CONFIG_MAPS}/one`, [
        { op: 'add', path: '/data/constructor', value: 'a' },
        { op: 'add', path: '/data/prototype', value: 'b' },
      ]),
      withdraw,
    ],
  },
];
