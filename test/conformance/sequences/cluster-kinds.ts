import type { Sequence } from '../sequence.ts';
import { CORE, get, patch, post, put, remove } from './requests.ts';

const NODES = '/api/v1/nodes';
const NODE = `${NODES}/n-{id}`;
const VOLUMES = '/api/v1/persistentvolumes';
const VOLUME = `${VOLUMES}/v-{id}`;
const REVISIONS = '/apis/apps/v1/namespaces/{ns}/controllerrevisions';
const ready = { type: 'Ready', status: 'True', reason: 'Fine' };

const node = (status: object): object => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n-{id}' }, status });
const phase = (more: object): object => ({ status: { phase: 'Bound', ...more } });

/** Kinds that say more, or own otherwise, than others. */
export const CLUSTER_KIND_SEQUENCES: readonly Sequence[] = [
  {
    name: 'nodes',
    steps: [
      post(NODES, node({ capacity: { cpu: '4' }, conditions: [ready], nodeInfo: { kubeletVersion: 'v1' } })),
      put(NODE, { ...node({ capacity: { cpu: '8' } }), spec: { unschedulable: true } }),
      patch('strategic', `${NODE}/status`, { status: { conditions: [{ type: 'DiskPressure', status: 'False' }] } }),
      remove(NODE),
    ],
  },
  {
    name: 'volumes',
    steps: [
      post(VOLUMES, {
        metadata: { name: 'v-{id}' },
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: '/x' },
          claimRef: { namespace: '{ns}', name: 'c' },
        },
      }),
      patch('merge', `${VOLUME}/status`, phase({})),
      patch('merge', `${VOLUME}/status`, phase({ message: 'still', lastPhaseTransitionTime: null })),
      patch('merge', `${VOLUME}/status`, {
        status: { phase: 'Released', lastPhaseTransitionTime: '2001-01-01T00:00:00Z' },
      }),
      patch('merge', VOLUME, { spec: { claimRef: null } }),
      remove(VOLUME),
    ],
  },
  {
    name: 'owned-whole',
    steps: [
      post(REVISIONS, { metadata: { name: 'r' }, revision: 1, data: { a: { b: 1 } } }),
      patch('merge', `${REVISIONS}/r`, { revision: 2 }),
      post(`${CORE}/events`, { metadata: { name: 'e' }, involvedObject: { namespace: '{ns}' }, reason: 'Tested' }),
      patch('merge', `${CORE}/events/e`, { firstTimestamp: '2001-01-01T00:00:00Z' }),
      get(`${CORE}/events/e`),
    ],
  },
];
