import { NativeConnection, Worker, type WorkerStatus } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { ControlActivities } from '../activities/control-contract.ts';
import { retryForever } from '../activities/worker/retry-forever.ts';
import { runUntilAborted } from '../activities/worker/run-until-aborted.ts';
import type { Settings } from './settings.ts';
import { DeploymentApi } from './versioning/deployment-api.ts';
import { keepVersions } from './versioning/keep-versions.ts';
import { loadWorkflows } from './load-workflows.ts';
import { workerOptions } from './worker-options.ts';

export interface ControlWorkerDeps {
  readonly settings: Pick<Settings, 'temporalAddress' | 'temporalNamespace' | 'workflowBundle' | 'versioned'>;
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
  const { settings, activities, signal, logger } = deps;
  const { workflowBundle, buildId } = await loadWorkflows(settings);
  const connection = await NativeConnection.connect({ address: settings.temporalAddress });
  try {
    const { temporalNamespace: namespace } = settings;
    const worker = await Worker.create(workerOptions({ connection, namespace, activities, workflowBundle, buildId }));
    deps.onWorker(worker);
    const ended = new AbortController();
    const keeping = keepVersions({
      mine: buildId,
      api: new DeploymentApi({ connection, namespace }),
      logger,
      signal: AbortSignal.any([signal, ended.signal]),
    });
    await runUntilAborted(worker, signal).finally(() => ended.abort());
    await keeping;
  } finally {
    await connection.close();
  }
}
