import type { WorkflowInterceptors } from '@temporalio/workflow';

/** Workflow interceptors, part of a test's bundle: no activity waits for a worker for longer than a moment. */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      scheduleActivity(input, next) {
        return next({ ...input, options: { ...input.options, scheduleToStartTimeout: '100ms' } });
      },
    },
  ],
});
