import { ApplicationFailure } from '@temporalio/common';
import { Context } from '@temporalio/activity';
import { isInvalid } from '../../kubernetes/kubernetes-error.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { ControlActivities } from '../control-contract.ts';
import { RecentJobs } from './recent-jobs.ts';
import { patchJobStatus } from './patch-job-status.ts';

export interface ControlDeps {
  readonly kubernetes: Pick<KubernetesClient, 'get' | 'patch'>;
  /** Milliseconds since the epoch; the clock of the machine unless told. */
  readonly now?: () => number;
}

/**
 * Activities of the control worker.
 * @throws ApplicationFailure StatusRefused, not retryable, for a status that the schema refuses; other errors are worth a
 * retry
 */
export function createControlActivities({ kubernetes, now = Date.now }: ControlDeps): ControlActivities {
  const recent = new RecentJobs();
  return {
    async patchJobStatus(patch) {
      const signal = Context.current().cancellationSignal;
      try {
        return await patchJobStatus(patch, { kubernetes, now, signal, recent });
      } catch (error) {
        if (!isInvalid(error)) throw error;
        throw ApplicationFailure.create({ type: 'StatusRefused', message: error.message, nonRetryable: true });
      }
    },
  };
}
