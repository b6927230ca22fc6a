import { describe, expect, test } from '@jest/globals';
import { core } from '../../../kubernetes/core-resources.ts';
import { withHash } from '../../../operator/job/children/content-hash.ts';
import { covers } from '../../../operator/job/children/covers.ts';
import { desiredChildren } from '../../../operator/job/children/desired-children.ts';
import { planChild } from '../../../operator/job/children/plan-child.ts';
import type { Child } from '../../../operator/job/children/child.ts';
import type { KubernetesObject } from '../../../resources/kind.ts';
import { sampleJob, sampleSettings } from './sample-job.ts';

const job = sampleJob();
const childOf = (of = job, ref = core.deployments): Child => {
  const found = desiredChildren(of, sampleSettings).find((child) => child.ref === ref);
  if (!found) throw new Error('no such child');
  return found;
};

/** The child as the cluster has it, with fields that the API server filled in. */
const stored = (child: Child, change: object = {}): KubernetesObject => {
  const { metadata, ...body } = structuredClone(withHash(child).object);
  return {
    ...body,
    metadata: { ...metadata, uid: 'c-1', resourceVersion: '5', ...change },
    status: {},
  } as KubernetesObject;
};

describe('a child', () => {
  test('that is missing is made', () => {
    expect(planChild(job, childOf(), undefined)).toMatchObject({ do: 'apply', exists: false });
  });

  test('that is as it should be costs nothing', () => {
    expect(planChild(job, childOf(), stored(childOf()))).toBeUndefined();
  });

  test('that someone changed is applied again', () => {
    const drifted = stored(childOf()) as KubernetesObject & { spec: { replicas: number } };
    drifted.spec.replicas = 0;
    expect(planChild(job, childOf(), drifted)).toMatchObject({ do: 'apply', exists: true });
  });

  test('from which a field is to go is applied again', () => {
    const before = stored(childOf(sampleJob({ deploy: { nodeSelector: { disk: 'big' } } })));
    expect(planChild(job, childOf(), before)).toMatchObject({ do: 'apply', exists: true });
  });

  test.each([
    ['has no label of ours', { labels: {} }, 'refuse'],
    ['has another controller', { ownerReferences: [{ kind: 'StatefulSet', uid: 'x', controller: true }] }, 'refuse'],
    ['is of an earlier Job', { ownerReferences: [{ kind: 'Job', uid: 'old', controller: true }] }, 'wait'],
    ['is being deleted', { deletionTimestamp: '2026-01-01T00:00:00Z' }, 'wait'],
  ])('that %s is left alone', (_, change, step) => {
    expect(planChild(job, childOf(), stored(childOf(), change))).toMatchObject({ do: step });
  });
});

describe('the claim', () => {
  const claim = (size: string) => childOf(sampleJob({ volume: { size } }), core.persistentVolumeClaims);

  test('grows', () => {
    expect(planChild(job, claim('20Gi'), stored(claim('10Gi')))).toMatchObject({
      do: 'apply',
      child: { object: { spec: { resources: { requests: { storage: '20Gi' } } } } },
    });
  });

  test('keeps a larger size that someone gave it, without applying again and again', () => {
    const grown = structuredClone(stored(claim('10Gi'))) as KubernetesObject & {
      spec: { resources: { requests: { storage: string } } };
    };
    grown.spec.resources.requests.storage = '1Ti';
    const step = planChild(job, claim('10Gi'), grown);
    expect(step).toMatchObject({
      do: 'apply',
      child: { object: { spec: { resources: { requests: { storage: '1Ti' } } } } },
    });
    const settled = step?.do === 'apply' ? stored({ ...claim('10Gi'), object: step.child.object }) : undefined;
    if (settled && step?.do === 'apply') settled.metadata.annotations = step.child.object.metadata.annotations ?? {};
    expect(planChild(job, claim('10Gi'), settled)).toBeUndefined();
  });
});

describe('covers', () => {
  test.each([
    [{ a: 1, b: 2 }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [[1, 2], [1], false],
    [[{ name: 'x', protocol: 'TCP' }], [{ name: 'x' }], true],
    [{ cpu: '1' }, { cpu: '1000m' }, true],
    [{ memory: '1Gi' }, { memory: '1024Mi' }, true],
    [{ memory: '1Gi' }, { memory: '1G' }, false],
    [{ cpu: '2' }, { cpu: 2 }, true],
    [{ a: null }, { a: {} }, false],
    [{ name: 'x' }, { name: 'y' }, false],
  ])('%j has all of %j: %s', (actual, desired, expected) => {
    expect(covers(actual, desired)).toBe(expected);
  });
});
