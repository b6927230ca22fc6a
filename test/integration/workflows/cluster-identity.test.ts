import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { viewQuery } from '../../../workflows/messages.ts';
import { connectTestServer, EntityHarness } from '../../support/temporal/entity-harness.ts';

let env: TestWorkflowEnvironment;
let job: EntityHarness;

beforeAll(async () => {
  env = await connectTestServer();
});
afterAll(() => env.teardown());
beforeEach(async () => {
  job = new EntityHarness(env);
  await job.startWorkers();
});
afterEach(async () => {
  await job.handle.terminate();
  await job.stopWorkers();
});

const generation = async () => (await job.handle.query(viewQuery)).generation;
const memo = async () => (await job.handle.describe()).memo;

test('an entity that does not know its cluster takes the first that names itself, and heeds no other', async () => {
  await job.settleFirstRun();
  expect(await memo()).not.toHaveProperty('cluster');
  await job.reconcile({ generation: 2, cluster: 'here' });
  expect(await generation()).toBe(2);
  expect(await memo()).toHaveProperty('cluster', 'here');

  await job.reconcile({ generation: 3, cluster: 'elsewhere' });
  expect(await generation()).toBe(2);
  expect(await memo()).toHaveProperty('cluster', 'here');

  await job.reconcile({ generation: 4, cluster: 'here' });
  expect(await generation()).toBe(4);
  // An operator of an older release.
  await job.reconcile({ generation: 5 });
  expect(await generation()).toBe(5);
}, 60_000);
