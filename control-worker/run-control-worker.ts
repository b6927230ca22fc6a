import { NativeConnection, Worker, type WorkerStatus } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { ControlActivities } from '../activities/control-contract.ts';
import { retryForever } from '../activities/worker/retry-forever.ts';
import { runUntilAborted } from '../activities/worker/run-until-aborted.ts';
import type { Settings } from './settings.ts';
import { workerOptions } from './worker-options.ts';

export interface ControlWorkerDeps {
  readonly settings: Pick<Settings, 'temporalAddress' | 'temporalNamespace' | 'workflowBundle'>;
  readonly activities: ControlActivities;
  readonly logger: Logger;
  /** Aborted: finish what is in hand and return. */
  readonly signal: AbortSignal;
  /** Told of every worker that is made, to watch its status. */
  readonly onWorker: (worker: { getStatus(): WorkerStatus }) => void;
}

/** Runs the workflows and the control activities until told to stop; an absent Temporal is waited for. */
export async function runControlWorker(deps: ControlWorkerDeps): Promise<void> {
  await retryForever('The control worker', () => workOnce(deps), deps);
}

async function workOnce(deps: ControlWorkerDeps): Promise<void> {
  const { settings, activities, signal } = deps;
  const connection = await NativeConnection.connect({ address: settings.temporalAddress });
  try {
    const { temporalNamespace: namespace, workflowBundle } = settings;
    const worker = await Worker.create(workerOptions({ connection, namespace, activities, workflowBundle }));
    deps.onWorker(worker);
    await runUntilAborted(worker, signal);
  } finally {
    await connection.close();
  }
}
