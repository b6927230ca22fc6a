import { describe, expect, test } from '@jest/globals';
import { RecentJobs } from '../../../activities/control/recent-jobs.ts';
import { patchJobStatus } from '../../../activities/control/patch-job-status.ts';
import { KubernetesError } from '../../../kubernetes/kubernetes-error.ts';
import type { Job } from '../../../resources/job/job.ts';
import type { JobStatus } from '../../../resources/job/job-status.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const EARLIER = '2025-01-01T00:00:00.000Z';

interface Body {
  readonly metadata: { readonly uid: string; readonly resourceVersion: string };
  readonly status: JobStatus;
}

/** One Job of an API server that refuses the first `conflicts` writes. */
function cluster(status: JobStatus, conflicts = 0) {
  const bodies: Body[] = [];
  let left = conflicts;
  let job = { metadata: { name: 'debian', uid: 'u', resourceVersion: '5' }, status } as unknown as Job;
  let reads = 0;
  const change = (changed: JobStatus): void => {
    const resourceVersion = String(Number(job.metadata.resourceVersion) + 1);
    job = { ...job, metadata: { ...job.metadata, resourceVersion }, status: { ...job.status, ...changed } };
  };
  const kubernetes = {
    get: async <T>() => {
      reads += 1;
      return job as T;
    },
    patch: async <T>(_ref: unknown, _key: unknown, { body }: { body: unknown }) => {
      const stale = (body as Body).metadata.resourceVersion !== job.metadata.resourceVersion;
      if (stale || left-- > 0) {
        throw new KubernetesError({ code: 409, reason: 'Conflict', message: 'changed meanwhile' });
      }
      bodies.push(body as Body);
      change((body as Body).status);
      return job as T;
    },
  };
  const deps = { kubernetes, now: () => NOW, signal: new AbortController().signal, recent: new RecentJobs() };
  return { bodies, deps, change, reads: () => reads };
}

const patch = (status: Parameters<typeof patchJobStatus>[0]['status'], runSeq = 3) => ({
  namespace: 'mirrors',
  name: 'debian',
  uid: 'u',
  runSeq,
  status,
});

const ready = {
  type: 'Ready',
  status: 'True',
  reason: 'Up',
  message: 'It runs.',
  lastTransitionTime: EARLIER,
} as const;

describe('a change of the status', () => {
  test('is written on condition that nobody wrote between', async () => {
    const { bodies, deps } = cluster({ runSeq: 3 });
    expect(await patchJobStatus(patch({ status: 'success', progress: null }), deps)).toBe(true);
    expect(bodies[0]).toMatchObject({ metadata: { uid: 'u', resourceVersion: '5' }, status: { progress: null } });
  });

  test('keeps the conditions of others and the time of those that did not change', async () => {
    const synced = { ...ready, type: 'Synced' };
    const { bodies, deps } = cluster({ runSeq: 3, conditions: [ready, synced] });
    await patchJobStatus(patch({ status: 'success' }), deps);
    expect(bodies[0]?.status.conditions).toEqual([
      ready,
      expect.objectContaining({ type: 'Synced', status: 'True', lastTransitionTime: EARLIER }),
      expect.objectContaining({ type: 'Progressing', status: 'False', lastTransitionTime: '2026-01-01T00:00:00.000Z' }),
    ]);
  });

  test('of a failure tells its class in the condition', async () => {
    const { bodies, deps } = cluster({});
    await patchJobStatus(patch({ status: 'failed', errorClass: 'DiskFull', errorMsg: 'full' }), deps);
    expect(bodies[0]?.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'Synced', status: 'False', reason: 'DiskFull', message: 'full' }),
    );
  });

  test('while a run is under way leaves what is known of the last one', async () => {
    const { bodies, deps } = cluster({ lastUpdate: EARLIER, conditions: [{ ...ready, type: 'Synced' }] });
    await patchJobStatus(patch({ status: 'syncing' }), deps);
    expect(bodies[0]?.status.conditions).toContainEqual({ ...ready, type: 'Synced' });
  });

  test('is not written over a later run, nor to another object', async () => {
    const { bodies, deps } = cluster({ runSeq: 4 });
    expect(await patchJobStatus(patch({ status: 'success' }), deps)).toBe(false);
    expect(await patchJobStatus({ ...patch({ status: 'success' }, 9), uid: 'another' }, deps)).toBe(false);
    expect(bodies).toEqual([]);
  });

  test('is tried again when another writer came between, but not for ever', async () => {
    const some = cluster({}, 3);
    expect(await patchJobStatus(patch({ status: 'success' }), some.deps)).toBe(true);
    await expect(patchJobStatus(patch({ status: 'success' }), cluster({}, 99).deps)).rejects.toThrow(
      'changed meanwhile',
    );
  });

  test('of an object that is gone is not written', async () => {
    const { deps } = cluster({});
    const gone = async () => Promise.reject(new KubernetesError({ code: 404, reason: 'NotFound', message: 'gone' }));
    const kubernetes = { ...deps.kubernetes, get: gone };
    expect(await patchJobStatus(patch({ status: 'success' }), { ...deps, kubernetes })).toBe(false);
  });

  test('after another of the same process needs no look at the object', async () => {
    const { deps, reads } = cluster({});
    await patchJobStatus(patch({ status: 'syncing' }), deps);
    await patchJobStatus(patch({ status: 'success' }), deps);
    expect(reads()).toBe(1);
  });

  test('looks again when somebody else wrote, and heeds what it finds', async () => {
    const { bodies, deps, change } = cluster({});
    await patchJobStatus(patch({ status: 'syncing' }), deps);
    change({ conditions: [ready] });
    expect(await patchJobStatus(patch({ status: 'success' }), deps)).toBe(true);
    expect(bodies.at(-1)?.status.conditions).toContainEqual(ready);
    change({ runSeq: 9 });
    expect(await patchJobStatus(patch({ status: 'failed' }), deps)).toBe(false);
  });
});

test('the Jobs that were written longest ago are forgotten', () => {
  const recent = new RecentJobs();
  for (let index = 0; index <= 500; index += 1) {
    recent.remember({ metadata: { name: 'x', uid: `u${index}` } } as Job);
  }
  expect(recent.get('u0')).toBeUndefined();
  expect(recent.get('u1')).toBeDefined();
});
