import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { connectTestServer } from '../../support/temporal/entity-harness.ts';
import type { touchWhileChildRuns } from '../../support/temporal/local-activity-workflow.ts';

const workflowsPath = fileURLToPath(new URL('../../support/temporal/local-activity-workflow.ts', import.meta.url));

/** At once: the SDK loses the more tasks the busier it is. */
const EXECUTIONS = 10;
/** A fault that depends on timing is given so many chances to show. */
const TRIES = 8;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await connectTestServer();
});
afterAll(() => env.teardown());

/** Runs the workflow some times on a worker of its own; answers how many workflow tasks timed out. */
async function lostTasks(maxCachedWorkflows: number): Promise<number> {
  const taskQueue = `cache-${randomUUID()}`;
  const connection = env.nativeConnection;
  const activities = { touch: () => Promise.resolve() };
  const worker = await Worker.create({ connection, taskQueue, workflowsPath, activities, maxCachedWorkflows });
  const lost = await worker.runUntil(
    Promise.all(Array.from({ length: EXECUTIONS }, (_, index) => lostTasksOf(`${taskQueue}-${index}`, taskQueue))),
  );
  return lost.reduce((total, count) => total + count, 0);
}

async function lostTasksOf(workflowId: string, taskQueue: string): Promise<number> {
  const { workflow } = env.client;
  const options = { workflowId, taskQueue, workflowTaskTimeout: '2s' } as const;
  await workflow.execute<typeof touchWhileChildRuns>('touchWhileChildRuns', options);
  const { events } = await workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter((event) => event.workflowTaskTimedOutEventAttributes).length;
}

/*
 * A fault of the SDK 1.24, which says so itself: "There should not be any outgoing commands or messages when
 * preparing a completion response if the activation was only an eviction". temporalio/sdk-rust#1482 mended part of it.
 * Should this fail, the fault is gone: then the suites need no regular-activities.ts.
 */
test('a worker without a cache loses workflow tasks whose local activity is open', async () => {
  let lost = 0;
  for (let tries = 0; tries < TRIES && lost === 0; tries += 1) lost = await lostTasks(0);
  expect(lost).toBeGreaterThan(0);
}, 120_000);

test('a worker with a cache loses none', async () => {
  expect(await lostTasks(100)).toBe(0);
});
