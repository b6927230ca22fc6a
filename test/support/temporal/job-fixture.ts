import type { SyncResult } from '../../../activities/sync-contract.ts';
import type { JobConfig } from '../../../resources/job/job-config.ts';
import type { ReconcileInput } from '../../../workflows/messages.ts';

/** A config as the API server completes it; an interval of a day, so that nothing but the first run starts by itself. */
export function jobConfig(change: Partial<JobConfig> = {}): JobConfig {
  return {
    upstream: 'rsync://upstream.example/module/',
    type: 'mirror',
    provider: 'rsync',
    interval: '1d',
    timeZone: 'UTC',
    jitter: '0s',
    retry: 2,
    timeout: '0s',
    exclude: [],
    rsyncOptions: [],
    successExitCodes: [],
    maxDelete: '50%',
    minFree: '64Mi',
    ...change,
  };
}

/** What the operator tells of a new Job. */
export function reconcileInput(change: Partial<ReconcileInput> = {}): ReconcileInput {
  return { uid: 'uid-1', generation: 1, config: jobConfig(), status: {}, ...change };
}

/** A good run. */
export function syncResult(change: Partial<SyncResult> = {}): SyncResult {
  return {
    stats: { files: 3, filesTransferred: 2, filesDeleted: 0, bytesTransferred: 100, durationMs: 5 },
    size: 4_096,
    upstream: 'rsync://upstream.example/module/',
    unchanged: false,
    ...change,
  };
}
