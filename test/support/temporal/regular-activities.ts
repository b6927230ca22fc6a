import { proxyActivities, type WorkflowInterceptors } from '@temporalio/workflow';

type AnyActivities = Record<string, (...args: unknown[]) => Promise<unknown>>;

/**
 * Workflow interceptors, part of a test's bundle: local activities are scheduled as regular ones, for a worker without a
 * cache, which loses workflow tasks whose local activity is open (see cacheless-worker.test.ts).
 */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      scheduleLocalActivity({ activityType, args }) {
        const activities = proxyActivities<AnyActivities>({ startToCloseTimeout: '5s', retry: { maximumAttempts: 2 } });
        const activity = activities[activityType];
        if (activity === undefined) throw new TypeError(`No activity ${activityType}`);
        return activity(...args);
      },
    },
  ],
});
