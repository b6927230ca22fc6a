import type { WorkerStatus } from '@temporalio/worker';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

const GAUGES = {
  numCachedWorkflows: ['durasync_control_cached_workflows', 'Workflows kept in memory.'],
  numInFlightWorkflowActivations: ['durasync_control_workflow_tasks', 'Workflow tasks in hand.'],
  numInFlightLocalActivities: ['durasync_control_local_activities', 'Status writes within a workflow task in hand.'],
  numInFlightNonLocalActivities: ['durasync_control_activities', 'Status writes on their own in hand.'],
} as const satisfies Partial<Record<keyof WorkerStatus, readonly [string, string]>>;

/** Metrics of the process and of the worker that `status` tells of; 0 while there is none. */
export function createMetrics(status: () => WorkerStatus | undefined): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [field, [name, help]] of Object.entries(GAUGES)) {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(status()?.[field as keyof typeof GAUGES] ?? 0);
      },
    });
  }
  return registry;
}
