import type { Sequence, Step } from '../sequence.ts';
import { metadataOf } from '../sequence.ts';
import { CORE, get, patch, post, put, remove } from './requests.ts';

const PODS = `${CORE}/pods`;
const BUDGETS = '/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets';
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

/** Admission plugins give a pod more there. */
const UNCOMPARED = { select: () => undefined };

const meta = (name: string, app: string): object => ({ name, labels: { app } });

/** A pod that is somewhere, so that only its node could end it, unless it is deleted at once. */
const pod = (name: string, app: string): Step =>
  post(
    PODS,
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta(name, app),
      spec: { nodeName: 'no-such-node', containers: [{ name: 'main', image: 'busybox' }] },
    },
    UNCOMPARED,
  );

const phase = (name: string, text: string, ready?: string): Step =>
  patch(
    'merge',
    `${PODS}/${name}/status`,
    { status: { phase: text, ...(ready && { conditions: [{ type: 'Ready', status: ready }] }) } },
    UNCOMPARED,
  );

/** A pod that counts as healthy. */
const running = (name: string, app: string): Step[] => [pod(name, app), phase(name, 'Running', 'True')];

const budgetOf = (name: string, spec: object): object => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec,
});

const budget = (app: string, more: object = {}): Step =>
  post(BUDGETS, budgetOf(app, { minAvailable: 1, selector: { matchLabels: { app } }, ...more }));

const counts = (app: string, status: object): Step =>
  patch('merge', `${BUDGETS}/${app}/status`, {
    status: {
      observedGeneration: 1,
      disruptionsAllowed: 0,
      currentHealthy: 0,
      desiredHealthy: 0,
      expectedPods: 2,
      ...status,
    },
  });

const evict = (name: string, deleteOptions: unknown = { gracePeriodSeconds: 0 }, query = ''): Step =>
  post(`${PODS}/${name}/eviction${query}`, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name },
    ...(deleteOptions !== undefined && { deleteOptions }),
  });

/** Whether a pod is there, and going. */
const stateOf = (name: string): Step =>
  get(`${PODS}/${name}`, {
    select: (body) => {
      const { metadata, reason } = body as { metadata: { deletionGracePeriodSeconds?: number }; reason?: string };
      return [reason, metadata.deletionGracePeriodSeconds];
    },
  });

const budgetIs = (app: string): Step =>
  get(`${BUDGETS}/${app}`, { select: (body) => (body as { status: unknown }).status });

export const EVICTION_SEQUENCES: readonly Sequence[] = [
  {
    name: 'eviction-requests',
    steps: [
      evict('none'),
      ...running('one', 'one'),
      post(`${PODS}/one/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'two' } }),
      post(`${PODS}/one/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction' }),
      post(`${PODS}/one/eviction`, {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name: 'one', namespace: 'other' },
      }),
      post(`${PODS}/one/eviction`, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one' } }),
      post(`${PODS}/one/eviction`, { apiVersion: 'policy/v2', kind: 'Eviction', metadata: { name: 'one' } }),
      get(`${PODS}/one/eviction`),
      put(`${PODS}/one/eviction`, {}),
      evict('one', { gracePeriodSeconds: 0 }, '?dryRun=All'),
      evict('one', { gracePeriodSeconds: 0, dryRun: ['All'] }),
      evict('one', { preconditions: { uid: 'another' } }),
      evict('one', { preconditions: { resourceVersion: '1' } }),
      stateOf('one'),
      evict('one', { gracePeriodSeconds: 5 }),
      stateOf('one'),
      evict('one'),
      stateOf('one'),
      ...running('two', 'two'),
      evict('two', null),
      stateOf('two'),
      remove(`${PODS}/two?gracePeriodSeconds=0`, undefined, UNCOMPARED),
      get('/api/v1', { select: evictionKind }),
    ],
  },
  {
    name: 'eviction-budgets',
    steps: [
      budget('none-left'),
      ...running('kept', 'none-left'),
      evict('kept'),
      counts('none-left', { currentHealthy: 1, desiredHealthy: 1 }),
      evict('kept'),
      evict('kept', { gracePeriodSeconds: 0 }, '?dryRun=All'),
      stateOf('kept'),
      counts('none-left', { currentHealthy: 3, desiredHealthy: 1 }),
      evict('kept'),
      counts('none-left', {
        currentHealthy: 3,
        desiredHealthy: 1,
        conditions: [
          {
            type: 'DisruptionAllowed',
            status: 'False',
            reason: 'SyncFailed',
            message: 'why',
            lastTransitionTime: '2026-01-02T03:04:05Z',
          },
        ],
      }),
      evict('kept'),
      budget('some-left'),
      ...running('first', 'some-left'),
      ...running('second', 'some-left'),
      ...running('third', 'some-left'),
      counts('some-left', { disruptionsAllowed: 2, currentHealthy: 3, desiredHealthy: 1 }),
      evict('first', undefined, '?dryRun=All'),
      budgetIs('some-left'),
      evict('first'),
      budgetIs('some-left'),
      stateOf('first'),
      evict('second'),
      get(`${BUDGETS}/some-left`),
      evict('third'),
      stateOf('third'),
      patch('merge', `${BUDGETS}/some-left`, { spec: { minAvailable: 2 } }),
      evict('third'),
    ],
  },
  {
    name: 'eviction-exempt',
    steps: [
      budget('app'),
      counts('app', { currentHealthy: 1, desiredHealthy: 1 }),
      pod('pending', 'app'),
      evict('pending', { gracePeriodSeconds: 0 }, '?dryRun=All'),
      evict('pending'),
      stateOf('pending'),
      ...['Succeeded', 'Failed'].flatMap((text) => [
        pod(text.toLowerCase(), 'app'),
        phase(text.toLowerCase(), text),
        evict(text.toLowerCase()),
        stateOf(text.toLowerCase()),
      ]),
      ...running('deleted', 'app'),
      remove(`${PODS}/deleted`, undefined, UNCOMPARED),
      evict('deleted'),
      stateOf('deleted'),
      pod('unready', 'app'),
      phase('unready', 'Running', 'False'),
      evict('unready'),
      stateOf('unready'),
      pod('unready-too', 'app'),
      phase('unready-too', 'Running', 'False'),
      counts('app', { currentHealthy: 0, desiredHealthy: 1 }),
      evict('unready-too'),
      patch('merge', `${BUDGETS}/app`, { spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }),
      evict('unready-too'),
      stateOf('unready-too'),
    ],
  },
  {
    name: 'eviction-selectors',
    steps: [
      ...running('twice', 'twice'),
      budget('twice'),
      post(BUDGETS, budgetOf('twice-more', { maxUnavailable: 1, selector: { matchLabels: { app: 'twice' } } })),
      evict('twice'),
      remove(`${BUDGETS}/twice`, undefined, UNCOMPARED),
      remove(`${BUDGETS}/twice-more`, undefined, UNCOMPARED),
      post(BUDGETS, budgetOf('nothing', { minAvailable: 1 })),
      ...running('of-nobody', 'of-nobody'),
      evict('of-nobody'),
      stateOf('of-nobody'),
      post(BUDGETS, budgetOf('everything', { minAvailable: 1, selector: {} })),
      evict('twice'),
      stateOf('twice'),
    ],
  },
  {
    name: 'budgets',
    steps: [
      budget('one', { maxUnavailable: 1 }),
      budget('one', { minAvailable: -1 }),
      budget('one', { minAvailable: '50' }),
      budget('one', { minAvailable: '101%' }),
      budget('one', { unhealthyPodEvictionPolicy: 'Never' }),
      budget('one', { selector: { matchLabels: { 'no/label/key': 'x' } } }),
      budget('one', { selector: { matchExpressions: [{ key: 'a', operator: 'Like' }] } }),
      budget('one', { minAvailable: '50%', unhealthyPodEvictionPolicy: 'IfHealthyBudget' }),
      get(BUDGETS, { accept: TABLE, select: rowsOf }),
      put(`${BUDGETS}/one`, budgetOf('one', { maxUnavailable: 2 })),
      (past) => {
        const sent = budgetOf('one', { maxUnavailable: 2 }) as { metadata: object };
        const { resourceVersion } = metadataOf(past[7]);
        return put(`${BUDGETS}/one`, { ...sent, metadata: { ...sent.metadata, resourceVersion } });
      },
      counts('one', { disruptionsAllowed: -1, currentHealthy: -2 }),
      get(BUDGETS, { accept: TABLE, select: rowsOf }),
      remove(`${BUDGETS}/one`),
    ],
  },
];

function evictionKind(body: unknown): unknown {
  const { resources } = body as { resources: { name: string }[] };
  return resources.filter(({ name }) => name === 'pods/eviction');
}

/** Without the objects the rows are of. */
function rowsOf(body: unknown): unknown {
  const table = body as { columnDefinitions?: unknown; rows?: { cells: unknown }[] };
  return [table.columnDefinitions, table.rows?.map(({ cells }) => ({ cells }))];
}
