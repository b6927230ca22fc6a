import type { NativeConnection, WorkerDeploymentOptions, WorkerOptions } from '@temporalio/worker';
import type { ControlActivities } from '../activities/control-contract.ts';
import { CONTROL_QUEUE } from '../workflows/messages.ts';
import { DEPLOYMENT_NAME } from './versioning/deployment-api.ts';

export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly activities: ControlActivities;
  readonly workflowBundle: WorkflowBundle;
  /** Build id; '' for a worker without a version. */
  readonly buildId: string;
}

export type WorkflowBundle = { readonly code: string } | { readonly codePath: string };

/**
 * Sized for a small process: entities idle for hours and have short histories, so that replaying one costs less than
 * keeping it. The cache holds many times the tasks in hand all the same: a workflow that is driven out while it writes its
 * status loses the task, which the server hands out again only after 10 s.
 */
export function workerOptions(parts: WorkerParts): WorkerOptions {
  const { connection, namespace } = parts;
  return {
    connection,
    namespace,
    taskQueue: CONTROL_QUEUE,
    activities: { ...parts.activities },
    workflowBundle: parts.workflowBundle,
    ...(parts.buildId !== '' && { workerDeploymentOptions: deploymentOptions(parts.buildId) }),
    reuseV8Context: true,
    workflowThreadPoolSize: 1,
    maxCachedWorkflows: 200,
    maxConcurrentWorkflowTaskExecutions: 20,
    maxConcurrentActivityTaskExecutions: 50,
    maxConcurrentLocalActivityExecutions: 50,
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 6 },
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 2 },
    nonStickyToStickyPollRatio: 0.34,
    // A task for a worker that was killed waits this long before any other may take it; twice in a run's end.
    stickyQueueScheduleToStartTimeout: '2s',
    shutdownGraceTime: '5s',
    shutdownForceTime: '15s',
  };
}

/** Entities go to every new version; a run says itself that it stays with its own. */
export function deploymentOptions(buildId: string, deploymentName = DEPLOYMENT_NAME): WorkerDeploymentOptions {
  const version = { deploymentName, buildId };
  return { version, useWorkerVersioning: true, defaultVersioningBehavior: 'AUTO_UPGRADE' };
}
