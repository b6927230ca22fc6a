import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { runWorkflowId, viewQuery, type CommandResult } from '../../../workflows/messages.ts';
import { startOwnTemporal, type OwnTemporal } from '../../support/servers/own-temporal.ts';
import { connectTestServer, EntityHarness, workflowBundleWith } from '../../support/temporal/entity-harness.ts';
import { until } from '../../support/until.ts';

/** Events after which the server wants an execution to continue as new; in production 4,096. */
const SUGGESTED_AT = 30;

let temporal: OwnTemporal;
let env: TestWorkflowEnvironment;
let job: EntityHarness;

beforeAll(async () => {
  temporal = await startOwnTemporal({ 'limit.historyCount.suggestContinueAsNew': SUGGESTED_AT });
  env = await connectTestServer(temporal.address);
}, 120_000);
afterAll(async () => {
  await env.teardown();
  await temporal.close();
});
afterEach(async () => {
  await job.handle.terminate().catch(() => undefined);
  await job.stopWorkers();
});

const runIdOf = async (workflowId: string): Promise<string> =>
  (await env.client.workflow.getHandle(workflowId).describe()).runId;

test('a run that waits for its worker continues as new, and tells its entity once', async () => {
  job = new EntityHarness(env, { workflowBundle: await workflowBundleWith('impatient-queue.ts') });
  await job.startControlWorker();
  await job.reconcile();
  const run = runWorkflowId(job.namespace, job.name, 1);
  const first = await until('the run', () => runIdOf(run));
  const second = await until('its second execution', async () => [await runIdOf(run)].find((id) => id !== first));
  await until('its third', async () => ![first, second].includes(await runIdOf(run)));
  const { events } = await job.handle.fetchHistory();
  const signals = events?.map((event) => event.workflowExecutionSignaledEventAttributes?.signalName);
  expect(signals?.filter((name) => name === 'runWaiting')).toHaveLength(1);
  expect((await job.control.until(({ waitingFor }) => waitingFor !== undefined)).status).toBe('pre-syncing');
  await job.startSyncWorker();
  (await job.sync.attempt(1)).succeed();
  expect((await job.control.until(({ status }) => status === 'success')).waitingFor).toBeUndefined();
}, 120_000);

test('an entity continues as new when its history has become long, with state and answers', async () => {
  job = new EntityHarness(env);
  await job.startWorkers();
  await job.settleFirstRun({ cluster: 'here' });
  const executions = new Set([await runIdOf(job.workflowId)]);
  const answers: { readonly commandId: string; readonly answer: CommandResult }[] = [];
  while (executions.size < 3) {
    const commandId = `reload-${answers.length}`;
    answers.push({ commandId, answer: await job.command('reload', { commandId }) });
    executions.add(await runIdOf(job.workflowId));
  }
  for (const { commandId, answer } of answers.slice(-10)) {
    expect(await job.command('reload', { commandId })).toEqual(answer);
  }
  expect(await job.handle.query(viewQuery)).toMatchObject({ state: 'success', runSeq: 1, generation: 1 });
  const { memo } = await job.handle.describe();
  expect(memo).toMatchObject({
    namespace: job.namespace,
    name: job.name,
    uid: 'uid-1',
    generation: 1,
    runSeq: 1,
    cluster: 'here',
  });
}, 120_000);
