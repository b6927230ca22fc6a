import { describe, expect, test } from '@jest/globals';
import type { SyncInput } from '../../../activities/sync-contract.ts';
import type { JobProgress } from '../../../resources/job/job-status.ts';
import { StatusReporter } from '../../../sync-worker/status-reporter.ts';
import { jobConfig } from '../../support/job-config.ts';

const input: SyncInput = {
  namespace: 'default',
  name: 'debian',
  uid: 'u',
  generation: 1,
  runSeq: 4,
  allowDelete: false,
  config: jobConfig({ upstream: 'rsync://h/m' }),
};
const progress: JobProgress = { phase: 'transferring', bytes: 1, updatedAt: '2026-01-01T00:00:00Z' };

/** A client that keeps what it is told, and answers when `release` is called. */
function slowClient() {
  const calls: { body: unknown; aborted: boolean }[] = [];
  const called = Promise.withResolvers<void>();
  return {
    calls,
    called: called.promise,
    patch: (_ref: unknown, _key: unknown, patch: { body: unknown; signal?: AbortSignal }) => {
      const call = { body: patch.body, aborted: false };
      calls.push(call);
      called.resolve();
      return new Promise<never>((_, reject) =>
        patch.signal?.addEventListener('abort', () => {
          call.aborted = true;
          reject(new Error('aborted'));
        }),
      );
    },
  };
}

describe('progress in the status', () => {
  test('is written only to the object, run and state that it is of', async () => {
    const kubernetes = slowClient();
    const reporter = new StatusReporter({ kubernetes, onError: () => undefined, firstMs: 0, everyMs: 0 });
    reporter.begin(input, 2);
    reporter.progress(progress);
    await kubernetes.called;
    expect(kubernetes.calls[0]?.body).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'u' },
      { op: 'test', path: '/status/runSeq', value: 4 },
      { op: 'test', path: '/status/status', value: 'syncing' },
      { op: 'add', path: '/status/attempt', value: 2 },
      { op: 'add', path: '/status/progress', value: progress },
      { op: 'add', path: '/status/lastOnline', value: progress.updatedAt },
    ]);
    await reporter.end();
    expect(kubernetes.calls).toHaveLength(1);
    expect(kubernetes.calls[0]?.aborted).toBe(true);
  });

  test('a run that is over at once writes nothing', async () => {
    const kubernetes = slowClient();
    const reporter = new StatusReporter({ kubernetes, onError: () => undefined });
    reporter.begin(input, 2);
    reporter.progress(progress);
    await reporter.end();
    expect(kubernetes.calls).toEqual([]);
  });
});
