import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { pino } from 'pino';
import { DeploymentApi } from '../../../control-worker/versioning/deployment-api.ts';
import { keepVersions } from '../../../control-worker/versioning/keep-versions.ts';
import { deploymentOptions } from '../../../control-worker/worker-options.ts';
import { runWorkflowId } from '../../../workflows/messages.ts';
import { startOwnTemporal, type OwnTemporal } from '../../support/servers/own-temporal.ts';
import {
  connectTestServer,
  EntityHarness,
  versionedWorkflowBundle,
  workflowBundle,
} from '../../support/temporal/entity-harness.ts';
import { until } from '../../support/until.ts';

/** Polls last a minute by default, so that a version's silence would only show after that. */
const SHORT_POLLS = { 'matching.longPollExpirationInterval': '1s' };
const SILENT_MS = 4_000;
const INTERVAL_MS = 500;

let temporal: OwnTemporal;
let env: TestWorkflowEnvironment;
let job: EntityHarness;
let running: ControlWorker[];
let versionedBundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  temporal = await startOwnTemporal(SHORT_POLLS);
  env = await connectTestServer(temporal.address);
  versionedBundle = await versionedWorkflowBundle();
}, 90_000);
afterAll(async () => {
  await env.teardown();
  await temporal.close();
});
beforeEach(async () => {
  job = new EntityHarness(env);
  running = [];
  await job.startSyncWorker();
});
afterEach(async () => {
  await job.handle.terminate().catch(() => undefined);
  await Promise.all([...running.map((worker) => worker.stop()), job.stopWorkers()]);
});

interface ControlWorker {
  readonly api: DeploymentApi;
  stop(): Promise<void>;
}

/** Starts a control worker as its process does. @param buildId '' for one without a version */
async function startControlWorker(buildId: string): Promise<ControlWorker> {
  const { nativeConnection: connection } = env;
  const [taskQueue, deploymentName] = [`control.${job.namespace}`, `deployment-${job.namespace}`];
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: buildId === '' ? await workflowBundle() : versionedBundle,
    activities: { ...job.control.activities },
    shutdownGraceTime: 0,
    ...(buildId !== '' && { workerDeploymentOptions: deploymentOptions(buildId, deploymentName) }),
  });
  const end = new AbortController();
  const api = new DeploymentApi({ connection, namespace: 'default', taskQueue, deploymentName, silentMs: SILENT_MS });
  const logger = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
  const keeping = keepVersions({ mine: buildId, api, logger, signal: end.signal, intervalMs: INTERVAL_MS });
  const work = worker.run();
  const stop = async (): Promise<void> => {
    end.abort();
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await Promise.all([work, keeping]);
  };
  const started = { api, stop };
  running.push(started);
  return started;
}

const untilCurrent = ({ api }: ControlWorker, buildId: string) =>
  until(`the version "${buildId}"`, async () => (await api.versions()).current === buildId);

/** The versions whose workers completed workflow tasks of an execution, '' for none, repetitions left out. */
async function versionsOf(workflowId: string): Promise<string[]> {
  const { events } = await env.client.workflow.getHandle(workflowId).fetchHistory();
  const versions = (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: done }) =>
    done ? [done.deploymentVersion?.buildId ?? ''] : [],
  );
  return versions.filter((version, index) => version !== versions[index - 1]);
}

const runId = (seq: number): string => runWorkflowId(job.namespace, job.name, seq);
const untilSuccess = (runSeq: number) =>
  job.control.until((status) => status.status === 'success' && status.runSeq === runSeq);

test('a run ends with the version it began with, while its entity goes on with the next', async () => {
  const first = await startControlWorker('A');
  await untilCurrent(first, 'A');
  await job.reconcile();
  const attempt = await job.sync.attempt(1);
  await untilCurrent(await startControlWorker('B'), 'B');
  await job.command('pause');
  expect((await versionsOf(job.workflowId)).at(-1)).toBe('B');
  attempt.succeed();
  await job.control.until(({ status, lastUpdate }) => status === 'paused' && lastUpdate !== undefined);
  expect(await versionsOf(runId(1))).toEqual(['A']);
  await job.command('start', { force: true });
  (await job.sync.attempt(2)).succeed();
  await job.control.until(({ runSeq, status }) => runSeq === 2 && status === 'paused');
  expect(await versionsOf(runId(2))).toEqual(['B']);
}, 90_000);

test('a run whose version has no workers any more goes on with the current one', async () => {
  const first = await startControlWorker('A');
  await untilCurrent(first, 'A');
  await job.reconcile();
  const attempt = await job.sync.attempt(1);
  await first.stop();
  await untilCurrent(await startControlWorker('B'), 'B');
  attempt.succeed();
  await untilSuccess(1);
  expect(await versionsOf(runId(1))).toEqual(['A', 'B']);
}, 90_000);

test('an old version that took over again leaves the field to the new one when it is gone', async () => {
  await untilCurrent(await startControlWorker('B'), 'B');
  const old = await startControlWorker('A');
  await untilCurrent(old, 'A');
  await old.stop();
  await untilCurrent(old, 'B');
  await job.settleFirstRun();
}, 90_000);

test('workflows without a version go on with one, and back', async () => {
  const before = await startControlWorker('');
  await job.reconcile();
  (await job.sync.attempt(1)).fail('UpstreamUnreachable', 'no route');
  await before.stop();
  const versioned = await startControlWorker('A');
  await untilCurrent(versioned, 'A');
  (await job.sync.attempt(2)).succeed();
  await untilSuccess(1);
  await job.command('start');
  const attempt = await job.sync.attempt(3);
  await versioned.stop();
  await untilCurrent(await startControlWorker(''), '');
  attempt.succeed();
  await untilSuccess(2);
}, 90_000);
