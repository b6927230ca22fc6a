import { describe, expect, test } from '@jest/globals';
import { desiredEndpointSlice } from '../../../deploy/local/controllers/endpoints/desired-endpoint-slice.ts';
import type { Node } from '../../../deploy/local/controllers/objects/cluster.ts';
import type { Service } from '../../../deploy/local/controllers/objects/network.ts';
import type { Pod } from '../../../deploy/local/controllers/objects/pod.ts';
import { desiredPods, replicaSetStatus } from '../../../deploy/local/controllers/replica-set/desired-pods.ts';
import { needsPlacement, schedulePod } from '../../../deploy/local/controllers/scheduler/schedule-pod.ts';
import { deployment, replicaSet } from './workload-fixtures.ts';

interface Traits {
  phase?: 'Pending' | 'Running' | 'Failed';
  ready?: string;
  node?: string;
  born?: string;
  deleted?: boolean;
}

function pod(
  name: string,
  { phase = 'Running', ready, node = 'local', born = '2026-01-01T00:00:00Z', deleted }: Traits = {},
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'demo',
      uid: `u-${name}`,
      labels: { app: 'web' },
      creationTimestamp: born,
      ...(deleted && { deletionTimestamp: born }),
    },
    spec: {
      containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }],
      ...(node && { nodeName: node }),
    },
    status: {
      phase,
      podIP: '127.77.0.1',
      conditions: ready === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: ready }],
    },
  };
}

const READY = '2026-01-01T00:00:00Z';

describe('desiredPods', () => {
  const set = (wished: number): Parameters<typeof desiredPods>[0] => replicaSet(deployment(), { wished });

  test('finished and deleted pods do not count', () => {
    expect(desiredPods(set(2), [pod('a'), pod('b', { phase: 'Failed' }), pod('c', { deleted: true })]).create).toBe(1);
  });

  test('the least useful pods go first: unbound, pending, not ready, young', () => {
    const pods = [
      pod('old', { ready: READY }),
      pod('young', { ready: READY, born: '2026-01-02T00:00:00Z' }),
      pod('unready'),
      pod('pending', { phase: 'Pending' }),
      pod('unbound', { phase: 'Pending', node: '' }),
    ];
    expect(desiredPods(set(1), pods).remove.map(({ metadata }) => metadata.name)).toEqual([
      'unbound',
      'pending',
      'unready',
      'young',
    ]);
  });

  test('a deleted set makes no pods', () => {
    const gone = set(3);
    expect(desiredPods({ ...gone, metadata: { ...gone.metadata, deletionTimestamp: READY } }, [])).toEqual({
      create: 0,
      remove: [],
    });
  });

  test('a pod is available after minReadySeconds, and the status says when to look again', () => {
    const base = set(1);
    const waiting = { ...base, spec: { ...base.spec, minReadySeconds: 10 } };
    const at = (seconds: number): ReturnType<typeof replicaSetStatus> =>
      replicaSetStatus(waiting, [pod('a', { ready: READY })], Date.parse(READY) + seconds * 1000);
    expect(at(4)).toMatchObject({ status: { readyReplicas: 1, availableReplicas: 0 }, recheckMs: 6000 });
    expect(at(10)).toMatchObject({ status: { availableReplicas: 1 }, recheckMs: undefined });
  });
});

describe('schedulePod', () => {
  const node = (name: string, ready = true, unschedulable = false): Node => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { disk: name } },
    spec: { unschedulable },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  });
  const free = pod('a', { node: '', phase: 'Pending' });

  test('takes the first fitting node', () => {
    expect(schedulePod(free, [node('b'), node('a', false), node('c')])).toEqual({ node: 'b' });
  });

  test('says why no node fits', () => {
    const picky = { ...free, spec: { ...free.spec, nodeSelector: { disk: 'x' } } };
    expect(schedulePod(picky, [node('a'), node('b', false), node('c', true, true)])).toEqual({
      unschedulable:
        "0/3 nodes are available: 1 node(s) didn't match Pod's node selector, 1 node(s) were not ready, 1 node(s) were unschedulable.",
    });
  });

  test('leaves bound, finished, foreign and waiting pods alone', () => {
    expect(needsPlacement(free)).toBe(true);
    expect(needsPlacement(pod('a'))).toBe(false);
    expect(needsPlacement({ ...free, spec: { ...free.spec, schedulerName: 'other' } })).toBe(false);
    expect(needsPlacement({ ...free, spec: { ...free.spec, schedulingGates: [{ name: 'quota' }] } })).toBe(false);
  });
});

describe('desiredEndpointSlice', () => {
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'demo', uid: 's-1' },
    spec: {
      selector: { app: 'web' },
      ports: [
        { port: 80, targetPort: 'http' },
        { name: 'x', port: 81 },
        { name: 'gone', port: 82, targetPort: 'nope' },
      ],
    },
  };

  test('lists the pods of the namespace with their readiness, and resolves ports', () => {
    const other = { ...pod('z'), metadata: { ...pod('z').metadata, namespace: 'elsewhere' } };
    const slice = desiredEndpointSlice(service, [
      pod('b'),
      pod('a', { ready: READY }),
      pod('t', { ready: READY, deleted: true }),
      other,
      pod('f', { phase: 'Failed' }),
    ]);
    expect(slice?.endpoints.map(({ targetRef, conditions }) => [targetRef.name, conditions])).toEqual([
      ['a', { ready: true, serving: true, terminating: false }],
      ['b', { ready: false, serving: false, terminating: false }],
      ['t', { ready: false, serving: true, terminating: true }],
    ]);
    expect(slice?.addressType).toBe('FQDN');
    expect(slice?.ports).toEqual([
      { name: '', port: 8080, protocol: 'TCP' },
      { name: 'x', port: 81, protocol: 'TCP' },
    ]);
  });

  test('a Service without selector has none', () => {
    expect(desiredEndpointSlice({ ...service, spec: {} }, [])).toBeUndefined();
  });
});
