import { expect, test } from '@jest/globals';
import { pickPod } from '../../../api/sync-worker/worker-address.ts';
import type { WorkerPod } from '../../../api/sync-worker/worker-address.ts';

const pod = (name: string, minute: number, status: WorkerPod['status'], more: object = {}): WorkerPod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, creationTimestamp: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`, ...more },
  status: status ?? {},
});
const running = { phase: 'Running', podIP: '10.0.0.1' };

test('takes the youngest pod that runs and stays', () => {
  const pods = [
    pod('old', 1, running),
    pod('young', 3, running),
    pod('going', 4, running, { deletionTimestamp: '2026-01-01T01:00:00Z' }),
    pod('pending', 5, { phase: 'Pending' }),
    pod('without-address', 6, { phase: 'Running' }),
  ];
  expect(pickPod(pods)?.metadata.name).toBe('young');
});

test('there may be none', () => {
  expect(pickPod([pod('pending', 1, { phase: 'Pending' })])).toBeUndefined();
});
