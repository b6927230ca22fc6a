import { describe, expect, test } from '@jest/globals';
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
  const job = { metadata: { name: 'debian', uid: 'u', resourceVersion: '5' }, status } as unknown as Job;
  const kubernetes = {
    get: async <T>() => job as T,
    patch: async <T>(_ref: unknown, _key: unknown, { body }: { body: unknown }) => {
      if (left-- > 0) throw new KubernetesError({ code: 409, reason: 'Conflict', message: 'changed meanwhile' });
      bodies.push(body as Body);
      return job as T;
    },
  };
  return { bodies, deps: { kubernetes, now: () => NOW, signal: new AbortController().signal } };
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
});
