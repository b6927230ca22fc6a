import type { Answer, Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CONFIG_MAPS, configMap, get, patch, post, remove } from './requests.ts';

const HOLD = { finalizers: ['example.test/hold'] };
const held = (name: string, more: object = {}): Step => post(CONFIG_MAPS, configMap(name, {}, { ...HOLD, ...more }));
const one = (name: string): string => `${CONFIG_MAPS}/${name}`;

/** One that stays, so that its owner does. */
const dependent = (name: string, owner: Answer | undefined, blockOwnerDeletion: boolean): Step =>
  held(name, {
    ownerReferences: [
      { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: metadataOf(owner).uid, blockOwnerDeletion },
    ],
  });

/** Who collects garbage is not asked: what is compared is how an object is marked for it. */
export const PROPAGATION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'propagation',
    steps: [
      held('owner'),
      (past) => dependent('blocking', past[0], true),
      remove(one('owner'), { propagationPolicy: 'Foreground', dryRun: ['All'] }),
      get(one('owner')),
      remove(one('owner'), { propagationPolicy: 'Foreground' }),
      remove(one('owner'), { propagationPolicy: 'Foreground' }),
      remove(one('owner')),
      remove(one('owner'), { propagationPolicy: 'Background' }),
      patch('merge', one('owner'), { metadata: { finalizers: ['example.test/hold', 'foregroundDeletion'] } }),
      patch('merge', one('owner'), { data: { still: 'there' } }),
      patch('merge', one('owner'), { metadata: { finalizers: null } }),
    ],
  },
  {
    name: 'propagation-ways',
    steps: [
      ...[
        { propagationPolicy: 'Orphan' },
        { orphanDependents: true },
        { orphanDependents: false },
        { propagationPolicy: 'Background' },
        { propagationPolicy: 'Foreground', gracePeriodSeconds: 30 },
        { propagationPolicy: 'Foreground', preconditions: { uid: 'none' } },
        { propagationPolicy: 'Orphan', dryRun: ['All'] },
        { propagationPolicy: 'Sometimes' },
        {},
      ].flatMap((options, index) => [held(`h${index}`), remove(one(`h${index}`), options)]),
      ...[
        'propagationPolicy=Orphan',
        'orphanDependents=true',
        'propagationPolicy=Foreground',
        'propagationPolicy=x',
      ].flatMap((query, index) => [held(`q${index}`), remove(`${one(`q${index}`)}?${query}`)]),
      held('both'),
      remove(`${one('both')}?propagationPolicy=Orphan`, { propagationPolicy: 'Background' }),
      held('c1', { labels: { group: 'c' } }),
      held('c2', { labels: { group: 'c' } }),
      remove(`${CONFIG_MAPS}?labelSelector=group%3Dc&propagationPolicy=Orphan`),
      post(CONFIG_MAPS, configMap('marked', {}, { finalizers: ['orphan'] })),
      remove(one('marked'), { propagationPolicy: 'Foreground' }),
      post(CONFIG_MAPS, configMap('marked-too', {}, { finalizers: ['foregroundDeletion', 'example.test/hold'] })),
      remove(one('marked-too'), { propagationPolicy: 'Background' }),
    ],
  },
  {
    name: 'owners',
    steps: [
      post(CONFIG_MAPS, configMap('owner')),
      (past) => dependent('a', past[0], false),
      ...[
        [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '' }],
        [{ apiVersion: '', kind: 'ConfigMap', name: 'owner', uid: 'u' }],
        [{ apiVersion: 'v1', kind: '', name: 'owner', uid: 'u' }],
        [{ apiVersion: 'a/b/c', kind: 'ConfigMap', name: 'owner', uid: 'u' }],
        [{ apiVersion: 'v1', kind: 'Event', name: 'owner', uid: 'u' }],
        [1, 2].map((n) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: `o${n}`, uid: `u${n}`, controller: true })),
      ].map((ownerReferences) => post(CONFIG_MAPS, configMap('b', {}, { ownerReferences }))),
    ],
  },
];
