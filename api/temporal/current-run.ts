import type { Client } from '@temporalio/client';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { jobs, type Job } from '../../resources/job/job.ts';
import { entityWorkflowId, viewQuery } from '../../workflows/messages.ts';
import type { JobKey } from '../cluster/job-watch.ts';
import { isRunning } from '../cluster/run-end.ts';

/** The last run of a Job. */
export interface CurrentRun {
  readonly runSeq: number;
  readonly underWay: boolean;
}

const timeoutMs = 2_000;

/**
 * Which run a Job is at: from its workflow, since its status tells of a run only a moment after its start; from the status
 * when the workflow does not answer. Throws KubernetesError.
 */
export function createCurrentRun(temporal: Client, kubernetes: Pick<KubernetesClient, 'get'>) {
  return async ({ namespace, name }: JobKey, signal: AbortSignal): Promise<CurrentRun> => {
    const entity = temporal.workflow.getHandle(entityWorkflowId(namespace, name));
    const view = await temporal
      .withDeadline(Date.now() + timeoutMs, () => entity.query(viewQuery))
      .catch(() => undefined);
    if (view !== undefined) return { runSeq: view.runSeq, underWay: isRunning(view.state) };
    const { status = {} } = await kubernetes.get<Job>(jobs, { namespace, name }, { signal });
    return { runSeq: status.runSeq ?? 0, underWay: isRunning(status.status) };
  };
}
