import type { SyncResult } from '../../../activities/sync-contract.ts';
import type { ReconcileInput } from '../../../workflows/messages.ts';
import { jobConfig } from '../job-config.ts';

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
