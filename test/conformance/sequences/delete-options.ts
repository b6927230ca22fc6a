import type { Sequence, Step } from '../sequence.ts';
import { at, CONFIG_MAPS, configMap, CORE, get, post, remove } from './requests.ts';

const ONE = `${CONFIG_MAPS}/one`;
const PODS = `${CORE}/pods`;
const tried = (options: object): Step => remove(ONE, { dryRun: ['All'], ...options });
const queried = (query: string): Step => remove(`${ONE}?dryRun=All&${query}`);

const pod = (name: string): Step =>
  post(
    PODS,
    {
      metadata: { name },
      spec: { nodeName: 'n-{id}', terminationGracePeriodSeconds: 0, containers: [{ name: 'a', image: 'a' }] },
    },
    { select: at('metadata', 'name') },
  );

/** How long it has, and the decade in which that ends. */
const grace = (body: unknown): unknown => [
  at('metadata', 'deletionGracePeriodSeconds')(body),
  String(at('metadata', 'deletionTimestamp')(body)).slice(0, 3),
];
const removedPod = (name: string, gracePeriodSeconds: number): Step =>
  remove(`${PODS}/${name}`, { gracePeriodSeconds }, { select: grace });

/** Of types no field has: of no use to anybody, and nothing is deleted. */
const MALFORMED: readonly object[] = [
  { preconditions: 'x' },
  { preconditions: { uid: 1 } },
  { preconditions: { resourceVersion: 1 } },
  { orphanDependents: 'yes' },
  { gracePeriodSeconds: '1' },
  { gracePeriodSeconds: 1.5 },
  { gracePeriodSeconds: 1e30 },
  { propagationPolicy: 1 },
  { dryRun: 'All' },
  { dryRun: [1] },
  { kind: 'Nope' },
  { kind: 'ConfigMap', apiVersion: 'v1' },
  { kind: 'deleteoptions', apiVersion: 'v1' },
  { kind: 1 },
  { apiVersion: 1 },
  { apiVersion: 'a/b/c' },
];

/** What a deletion is asked for with: in a body, or in the query. */
export const DELETE_OPTION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'malformed-delete-options',
    steps: [
      post(CONFIG_MAPS, configMap('one')),
      ...MALFORMED.map((options) => remove(ONE, options)),
      remove(ONE, '[]'),
      remove(ONE, '1'),
      get(ONE),
    ],
  },
  {
    name: 'delete-options',
    steps: [
      post(CONFIG_MAPS, configMap('one')),
      tried({ gracePeriodSeconds: null }),
      tried({ propagationPolicy: null }),
      tried({ orphanDependents: null, propagationPolicy: 'Background' }),
      tried({ gracePeriodSeconds: 99_999_999_999_999 }),
      tried({ gracePeriodSeconds: -5 }),
      tried({ preconditions: null }),
      tried({ preconditions: { uid: null, resourceVersion: null } }),
      tried({ dryRun: ['x'] }),
      tried({ propagationPolicy: '' }),
      tried({ kind: 'DeleteOptions' }),
      tried({ apiVersion: 'v2' }),
      tried({ kind: 'DeleteOptions', apiVersion: 'none.dev/v1' }),
      tried({ unknown: 1 }),
      remove(ONE, 'null'),
    ],
  },
  {
    name: 'queried-delete-options',
    steps: [
      post(CONFIG_MAPS, configMap('one')),
      ...['', 'x', '1', '%2B1', '1.5', '99999999999999', '99999999999999999999', '-1', 'null'].map((seconds) =>
        queried(`gracePeriodSeconds=${seconds}`),
      ),
      ...['propagationPolicy=', 'propagationPolicy=x', 'orphanDependents=', 'orphanDependents=no'].map(queried),
      ...['orphanDependents=false', 'orphanDependents=true&propagationPolicy=Orphan', 'uid=x'].map(queried),
      remove(`${ONE}?resourceVersion=1`, undefined, { select: at('reason') }),
    ],
  },
  {
    name: 'long-graces',
    steps: [
      post('/api/v1/nodes', { metadata: { name: 'n-{id}' } }, { select: at('kind') }),
      pod('a'),
      pod('b'),
      pod('c'),
      removedPod('a', 99_999_999_999_999),
      removedPod('a', 5),
      removedPod('b', 9_223_372_036),
      removedPod('c', 9_223_372_037),
    ],
  },
];
