import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deploymentStatus } from '../../../deploy/local/controllers/deployment/deployment-status.ts';
import { desiredReplicaSets } from '../../../deploy/local/controllers/deployment/desired-replica-sets.ts';
import { podTemplateHash } from '../../../deploy/local/controllers/deployment/pod-template-hash.ts';
import { rolloutLimits } from '../../../deploy/local/controllers/deployment/rollout-limits.ts';
import type { Deployment, ReplicaSet } from '../../../deploy/local/controllers/objects/workload.ts';
import { deployment, replicaSet, withImage } from './workload-fixtures.ts';

describe('podTemplateHash', () => {
  test('ignores the order of keys and the hash label, and nothing else', () => {
    const a = { metadata: { labels: { x: '1', y: '2' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const b = {
      spec: { containers: [{ image: 'i', name: 'c' }] },
      metadata: { labels: { y: '2', 'pod-template-hash': 'q', x: '1' } },
    };
    expect(podTemplateHash(a)).toBe(podTemplateHash(b));
    expect(podTemplateHash({ ...a, metadata: { annotations: { restartedAt: 'now' } } })).not.toBe(podTemplateHash(a));
    expect(podTemplateHash(a)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{10}$/);
  });
});

test.each([
  [{ maxSurge: '25%', maxUnavailable: '25%' }, 1, { maxSurge: 1, maxUnavailable: 0 }],
  [{ maxSurge: '25%', maxUnavailable: '25%' }, 10, { maxSurge: 3, maxUnavailable: 2 }],
  [{ maxSurge: 0, maxUnavailable: 0 }, 4, { maxSurge: 0, maxUnavailable: 1 }],
  [{ maxSurge: 2, maxUnavailable: 9 }, 4, { maxSurge: 2, maxUnavailable: 4 }],
])('limits %j of %i', (rollingUpdate, replicas, expected) => {
  expect(rolloutLimits(deployment({ replicas, strategy: { rollingUpdate } }))).toEqual({
    desired: replicas,
    ...expected,
  });
});

describe('desiredReplicaSets', () => {
  test('a new Deployment gets one set with all replicas', () => {
    const { create, revision } = desiredReplicaSets(deployment({ replicas: 3 }), [], 0);
    expect([create?.spec.replicas, revision]).toEqual([3, 1]);
    const hash = create?.metadata.labels?.['pod-template-hash'];
    expect(create?.metadata.name).toBe(`web-${hash}`);
    expect(create?.spec.selector.matchLabels).toEqual({ app: 'web', 'pod-template-hash': hash });
    expect(create?.metadata.ownerReferences).toMatchObject([{ kind: 'Deployment', uid: 'd-1', controller: true }]);
  });

  test('Recreate makes nothing new before the last old pod is gone', () => {
    const old = deployment({ strategy: { type: 'Recreate' } });
    const next = withImage(old, 'v2');
    expect(desiredReplicaSets(next, [replicaSet(old, { wished: 1 })], 1)).toMatchObject({
      create: { spec: { replicas: 0 } },
      scale: [{ replicas: 0 }],
    });
    expect(desiredReplicaSets(next, [replicaSet(old, { wished: 0 })], 1).create?.spec.replicas).toBe(0);
    expect(desiredReplicaSets(next, [replicaSet(old, { wished: 0 })], 0).create?.spec.replicas).toBe(1);
  });

  test('going back to an old template makes its set the newest revision', () => {
    const old = deployment();
    const next = withImage(old, 'v2');
    const sets = [replicaSet(old, { wished: 0, revision: 1 }), replicaSet(next, { wished: 1, revision: 2 })];
    expect(desiredReplicaSets(old, sets, 0)).toMatchObject({
      revision: 3,
      scale: [{ name: sets[0]?.metadata.name, replicas: 1 }],
    });
  });

  test('a paused Deployment starts no rollout', () => {
    const old = deployment();
    const step = desiredReplicaSets(
      { ...withImage(old, 'v2'), spec: { ...withImage(old, 'v2').spec, paused: true } },
      [replicaSet(old, { wished: 1 })],
      0,
    );
    expect([step.create, step.scale]).toEqual([undefined, []]);
  });

  test('empty sets beyond the history go, the oldest first', () => {
    const now = deployment({ revisionHistoryLimit: 1 });
    const olds = ['v2', 'v3', 'v4'].map((image, index) =>
      replicaSet(withImage(now, image), { wished: 0, revision: index + 1 }),
    );
    const { remove } = desiredReplicaSets(now, [...olds, replicaSet(now, { wished: 1, revision: 9 })], 0);
    expect(remove).toEqual([olds[1]?.metadata.name, olds[0]?.metadata.name]);
  });
});

/** One step of a cluster in which some pods become available. */
function advance(object: Deployment, sets: ReplicaSet[], become: number): ReplicaSet[] {
  const { create, scale } = desiredReplicaSets(object, sets, 0);
  const all = create ? [...sets, { ...create, status: { replicas: 0, availableReplicas: 0 } }] : sets;
  let left = become;
  return all.map((set) => {
    const wished = scale.find(({ name }) => name === set.metadata.name)?.replicas ?? set.spec.replicas ?? 0;
    const before = Math.min(set.status?.availableReplicas ?? 0, wished);
    const more = Math.min(left, wished - before);
    left -= more;
    return {
      ...set,
      spec: { ...set.spec, replicas: wished },
      status: { replicas: wished, availableReplicas: before + more },
    };
  });
}

const total = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number =>
  sets.reduce((sum, set) => sum + count(set), 0);

test('a rolling update keeps to its limits at every step, and ends', () => {
  const cases = fc.record({
    replicas: fc.integer({ min: 1, max: 12 }),
    maxSurge: fc.integer({ min: 0, max: 4 }),
    maxUnavailable: fc.integer({ min: 0, max: 4 }),
    steps: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }),
  });
  fc.assert(
    fc.property(cases, ({ replicas, maxSurge, maxUnavailable, steps }) => {
      const old = deployment({ replicas, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } });
      const next = withImage(old, 'v2');
      const limits = rolloutLimits(next);
      let sets = [replicaSet(old, { wished: replicas })];
      for (const become of [...steps, ...Array<number>(60).fill(2)]) {
        sets = advance(next, sets, become);
        expect(total(sets, (set) => set.spec.replicas ?? 0)).toBeLessThanOrEqual(replicas + limits.maxSurge);
        expect(total(sets, (set) => set.status?.availableReplicas ?? 0)).toBeGreaterThanOrEqual(
          replicas - limits.maxUnavailable,
        );
      }
      expect(sets.map((set) => set.spec.replicas)).toEqual([0, replicas]);
    }),
  );
});

describe('deploymentStatus', () => {
  const NOW = '2026-01-01T00:20:00Z';
  const condition = (object: Deployment, sets: readonly ReplicaSet[], type: string): unknown[] => {
    const found = deploymentStatus(object, sets, NOW).conditions?.find((item) => item.type === type);
    return [found?.status, found?.reason];
  };

  test('is complete when all pods are new and available', () => {
    const object = deployment();
    const sets = [replicaSet(object, { wished: 1 })];
    expect(deploymentStatus(object, sets, NOW)).toMatchObject({
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      availableReplicas: 1,
      unavailableReplicas: 0,
    });
    expect(condition(object, sets, 'Available')).toEqual(['True', 'MinimumReplicasAvailable']);
    expect(condition(object, sets, 'Progressing')).toEqual(['True', 'NewReplicaSetAvailable']);
  });

  test('by Recreate is not available while its only pod is not', () => {
    const object = deployment({ strategy: { type: 'Recreate' } });
    const sets = [replicaSet(object, { wished: 1, available: 0 })];
    expect(condition(object, sets, 'Available')).toEqual(['False', 'MinimumReplicasUnavailable']);
  });

  test('fails after the progress deadline without progress', () => {
    const since = (lastUpdateTime: string): Deployment => ({
      ...deployment(),
      status: {
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 1,
        conditions: [{ type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', lastUpdateTime }],
      },
    });
    const sets = [replicaSet(deployment(), { wished: 1, available: 0 })];
    expect(condition(since('2026-01-01T00:10:00Z'), sets, 'Progressing')).toEqual([
      'False',
      'ProgressDeadlineExceeded',
    ]);
    expect(condition(since('2026-01-01T00:10:01Z'), sets, 'Progressing')).toEqual(['True', 'ReplicaSetUpdated']);
    expect(condition(since('2026-01-01T00:10:01Z'), sets, 'Available')).toEqual([
      'False',
      'MinimumReplicasUnavailable',
    ]);
  });
});
