import type { Sequence } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, configMap, CORE, get, patch, post, put, remove } from './requests.ts';

const ONE = `${CONFIG_MAPS}/one`;

/** What every kind does, shown on ConfigMaps. */
export const OBJECT_SEQUENCES: readonly Sequence[] = [
  {
    name: 'create-read-delete',
    steps: [
      post(CONFIG_MAPS, configMap('one')),
      get(ONE),
      post(CONFIG_MAPS, configMap('one')),
      get(`${CONFIG_MAPS}/none`),
      put(`${CONFIG_MAPS}/new`, configMap('new')),
      remove(ONE),
      remove(ONE),
      get(ONE),
    ],
  },
  {
    name: 'update',
    steps: [
      post(CONFIG_MAPS, configMap('one')),
      (past) => put(ONE, configMap('one', { a: '2' }, { resourceVersion: metadataOf(past[0]).resourceVersion })),
      (past) => put(ONE, configMap('one', { a: '3' }, { resourceVersion: metadataOf(past[0]).resourceVersion })),
      put(ONE, configMap('one', { a: '4' })),
      put(ONE, configMap('one', { a: '4' })),
      put(ONE, configMap('one', {}, { uid: '00000000-0000-0000-0000-000000000000' })),
      put(ONE, configMap('other')),
      put(ONE, configMap('one', {}, { namespace: 'elsewhere' })),
      put(ONE, configMap('one', {}, { creationTimestamp: '2001-01-01T00:00:00Z', generation: 7 })),
      put(ONE, configMap('one', {}, { resourceVersion: 'x' })),
    ],
  },
  {
    name: 'names',
    steps: [
      post(CONFIG_MAPS, configMap('', {}, { generateName: 'made-' })),
      post(CONFIG_MAPS, configMap('')),
      post(CONFIG_MAPS, configMap('Upper_Case')),
      post(CONFIG_MAPS, configMap('x'.repeat(254))),
      post(CONFIG_MAPS, configMap('one', {}, { generateName: 'Bad_' })),
      post(CONFIG_MAPS, configMap('one', {}, { namespace: 'elsewhere' })),
      post(CONFIG_MAPS, configMap('one', {}, { labels: { 'a b': 'c', ok: 'not ok' } })),
      post(CONFIG_MAPS, configMap('one', {}, { annotations: { 'x/y/z': '' } })),
      post(CONFIG_MAPS, configMap('one', {}, { finalizers: ['short'] })),
      post(
        CONFIG_MAPS,
        configMap('one', {}, { ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: '', uid: '' }] }),
      ),
      post(CONFIG_MAPS, configMap('one', {}, { resourceVersion: '5' })),
      post(CONFIG_MAPS, configMap('one', { 'bad key': 'x' })),
      post(`${CORE}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'no base64!' } }),
      post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a.b' } }),
    ],
  },
  {
    name: 'bodies',
    steps: [
      post(CONFIG_MAPS, '{'),
      post(CONFIG_MAPS, ''),
      post(CONFIG_MAPS, '[]'),
      post(CONFIG_MAPS, 'null'),
      post(CONFIG_MAPS, { metadata: { name: 'untyped' } }),
      post(CONFIG_MAPS, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one' } }),
      post(CONFIG_MAPS, { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'one' } }),
      post(CONFIG_MAPS, configMap('one', { a: 1 })),
      post(CONFIG_MAPS, configMap('one', 'text')),
      post(CONFIG_MAPS, { ...configMap('one'), metadata: 'x' }),
      post(CONFIG_MAPS, configMap('one'), { contentType: 'text/plain' }),
      post(CONFIG_MAPS, configMap('one'), { contentType: 'application/xml' }),
      post(CONFIG_MAPS, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: from-yaml\ndata:\n  a: "1"\n', {
        contentType: 'application/yaml',
      }),
      get(CONFIG_MAPS, { accept: 'text/html' }),
      get(CONFIG_MAPS, { accept: 'application/xml;q=0.1, */*', select: () => '' }),
    ],
  },
  {
    name: 'field-validation',
    steps: ['Strict', 'Warn', 'Ignore', 'Other', ''].flatMap((level) => [
      post(`${CONFIG_MAPS}?fieldValidation=${level}`, {
        ...configMap(`unknown-${level.toLowerCase()}x`),
        extra: 1,
        metadata: { name: `unknown-${level.toLowerCase()}x`, odd: true },
      }),
      post(
        `${CONFIG_MAPS}?fieldValidation=${level}`,
        `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"twice-${level.toLowerCase()}x"},"data":{"a":"1","a":"2"}}`,
      ),
    ]),
  },
  {
    name: 'patches',
    steps: [
      post(CONFIG_MAPS, configMap('one', { a: '1', b: '2' }, { labels: { x: 'y' } })),
      patch('merge', ONE, { data: { b: null, c: '3' } }),
      patch('json', ONE, [{ op: 'add', path: '/data/d', value: '4' }]),
      patch('json', ONE, [{ op: 'test', path: '/data/d', value: '5' }]),
      patch('json', ONE, [{ op: 'remove', path: '/data/none' }]),
      patch('json', ONE, { op: 'add' }),
      patch('json', ONE, [{ op: 'fly', path: '/data' }]),
      patch('strategic', ONE, { metadata: { labels: { x: null, z: '1' } }, data: { $patch: 'replace', only: 'this' } }),
      patch('merge', ONE, '{'),
      patch('merge', ONE, { metadata: { name: 'other' } }),
      patch('merge', ONE, { metadata: { resourceVersion: '1' } }),
      patch('merge', ONE, { metadata: { uid: 'x' } }),
      patch('merge', ONE, { data: { a: 1 } }),
      patch('merge', `${CONFIG_MAPS}/none`, { data: {} }),
      patch('merge', ONE, { data: {} }, { contentType: 'application/json' }),
      patch('merge', ONE, { data: {} }, { contentType: 'text/plain' }),
      patch('merge', ONE, {}),
      patch('strategic', ONE, { metadata: { finalizers: ['a.b/c'] } }),
      patch('strategic', ONE, { metadata: { finalizers: ['a.b/d'] } }),
      patch('strategic', ONE, {
        metadata: { $deleteFromPrimitiveList: null, '$deleteFromPrimitiveList/finalizers': ['a.b/c'] },
      }),
      patch('strategic', ONE, { metadata: { finalizers: null } }),
    ],
  },
  {
    name: 'dry-run',
    steps: [
      post(`${CONFIG_MAPS}?dryRun=All`, configMap('one')),
      get(ONE),
      post(CONFIG_MAPS, configMap('one')),
      put(`${ONE}?dryRun=All`, configMap('one', { a: '2' })),
      patch('merge', `${ONE}?dryRun=All`, { data: { a: '3' } }),
      remove(`${ONE}?dryRun=All`),
      post(`${CONFIG_MAPS}?dryRun=Some`, configMap('two')),
      get(ONE),
    ],
  },
  {
    name: 'finalizers',
    steps: [
      post(CONFIG_MAPS, configMap('one', {}, { finalizers: ['a.b/c'] })),
      remove(ONE),
      get(ONE),
      remove(ONE),
      patch('merge', ONE, { metadata: { finalizers: ['a.b/c', 'a.b/d'] } }),
      patch('merge', ONE, { data: { still: 'alive' } }),
      patch('merge', ONE, { metadata: { finalizers: null } }),
      get(ONE),
    ],
  },
  {
    name: 'preconditions',
    steps: [
      post(CONFIG_MAPS, configMap('one')),
      remove(ONE, { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } }),
      remove(ONE, { preconditions: { resourceVersion: '1' } }),
      remove(ONE, { propagationPolicy: 'Sometimes' }),
      remove(ONE, { propagationPolicy: 'Orphan', orphanDependents: true }),
      remove(ONE, { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 'soon' }),
      remove(ONE, { kind: 'ConfigMap', apiVersion: 'v1' }),
      (past) => remove(ONE, { preconditions: metadataOnly(metadataOf(past[0])) }),
      post(CONFIG_MAPS, configMap('two')),
      remove(`${CONFIG_MAPS}/two`, { propagationPolicy: 'Foreground' }),
    ],
  },
  {
    name: 'immutable',
    steps: [
      post(CONFIG_MAPS, { ...configMap('one'), immutable: true }),
      patch('merge', ONE, { data: { a: '2' } }),
      patch('merge', ONE, { immutable: false }),
      post(`${CORE}/secrets`, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { a: 'b' } }),
      patch('merge', `${CORE}/secrets/s`, { type: 'other' }),
      patch('merge', `${CORE}/secrets/s`, { stringData: { c: 'd' } }),
    ],
  },
];

const metadataOnly = ({ uid, resourceVersion }: { uid: string; resourceVersion: string }): object => ({
  uid,
  resourceVersion,
});
