import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { SyncActivities } from '../activities/sync-contract.ts';
import { syncQueue } from '../workflows/messages.ts';
import { retryForever, type RetryContext } from '../activities/worker/retry-forever.ts';
import { runUntilAborted } from '../activities/worker/run-until-aborted.ts';
import type { Settings } from './settings.ts';

export interface SyncWorkerDeps extends RetryContext {
  readonly settings: Pick<Settings, 'temporalAddress' | 'temporalNamespace' | 'job'>;
  readonly activities: SyncActivities;
  /** Called once, when Temporal is first reached and before any work is taken. */
  readonly onFirstConnection: (connection: NativeConnection) => Promise<void>;
  /** Told of every worker that is made, to know whether it polls. */
  readonly onWorker: (worker: Worker) => void;
}

/** Serves the Job's queue until told to stop; an absent Temporal is waited for. */
export async function runSyncWorker(deps: SyncWorkerDeps): Promise<void> {
  let greeted = false;
  const greet = async (connection: NativeConnection): Promise<void> => {
    if (!greeted) await deps.onFirstConnection(connection);
    greeted = true;
  };
  await retryForever('The sync worker', () => workOnce(deps, greet), deps);
}

async function workOnce(deps: SyncWorkerDeps, greet: SyncWorkerDeps['onFirstConnection']): Promise<void> {
  const connection = await NativeConnection.connect({ address: deps.settings.temporalAddress });
  try {
    await greet(connection);
    const worker = await Worker.create(workerOptions(deps, connection));
    deps.onWorker(worker);
    await runUntilAborted(worker, deps.signal);
  } finally {
    await connection.close();
  }
}

function workerOptions({ settings, activities }: SyncWorkerDeps, connection: NativeConnection): WorkerOptions {
  const { namespace, name } = settings.job;
  return {
    connection,
    namespace: settings.temporalNamespace,
    taskQueue: syncQueue(namespace, name),
    identity: syncQueue(namespace, name),
    activities: { ...activities },
    // One volume, one rsync.
    maxConcurrentActivityTaskExecutions: 1,
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 },
    // A cancel comes with the answer to a heartbeat, so this bounds how late it comes.
    maxHeartbeatThrottleInterval: '5s',
    defaultHeartbeatThrottleInterval: '5s',
    // A run is cancelled at once and resumes elsewhere; its rsync has ended well within this.
    shutdownGraceTime: 0,
    shutdownForceTime: '20s',
  };
}
