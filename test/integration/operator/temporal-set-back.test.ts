import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { pino } from 'pino';
import { createControlActivities } from '../../../activities/control/create-control-activities.ts';
import { runControlWorker } from '../../../control-worker/run-control-worker.ts';
import { core } from '../../../kubernetes/core-resources.ts';
import { clusterIdentity } from '../../../operator/cluster-identity.ts';
import { reconcileInput } from '../../../operator/job/workflow/reconcile-input.ts';
import { COMMAND_ANNOTATION } from '../../../resources/job/job-names.ts';
import { jobs, type Job } from '../../../resources/job/job.ts';
import {
  CONTROL_QUEUE,
  entityWorkflowId,
  MIRROR_JOB_WORKFLOW,
  reconcileSignal,
  syncQueue,
  viewQuery,
  type ReconcileInput,
} from '../../../workflows/messages.ts';
import { startOwnTemporal, type OwnTemporal } from '../../support/servers/own-temporal.ts';
import { startTestApiserver } from '../../support/servers/test-apiserver.ts';
import { makeTestDir } from '../../support/servers/test-dir.ts';
import { connectTestServer } from '../../support/temporal/entity-harness.ts';
import { FakeSync } from '../../support/temporal/fake-sync.ts';
import { startOperator, type OperatorFixture } from './operator-fixture.ts';
import { untilOperator } from './until-operator.ts';

const namespace = 'set-back';
const name = 'debian';
const sync = new FakeSync();
const end = new AbortController();
const RESYNC_SECONDS = '2';
const WAIT_MS = 60_000;

let temporal: OwnTemporal;
let dir: string;
let apiserver: Awaited<ReturnType<typeof startTestApiserver>>;
let env: TestWorkflowEnvironment;
let operator: OperatorFixture;
let working: Promise<unknown>;

beforeAll(async () => {
  temporal = await startOwnTemporal();
  env = await connectTestServer(temporal.address);
  // The operators of other suites, whose Temporal is another, must not lead this one's.
  dir = await makeTestDir();
  apiserver = await startTestApiserver({ dir });
  const { kubeconfig } = apiserver;
  operator = await startOperator({ namespace, temporalAddress: temporal.address, kubeconfig, env: { RESYNC_SECONDS } });
  await operator.admin.create(core.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const control = runControlWorker({
    settings: {
      temporalAddress: temporal.address,
      temporalNamespace: 'default',
      workflowBundle: null,
      versioned: false,
    },
    activities: createControlActivities({ kubernetes: operator.admin }),
    logger: pino({ level: 'silent' }),
    signal: end.signal,
    onWorker: () => undefined,
  });
  working = Promise.allSettled([control, runFakeSync()]);
}, 180_000);
afterAll(async () => {
  end.abort();
  await working;
  await operator.stop();
  await env.teardown();
  await temporal.close();
  await apiserver.stop();
  await rm(dir, { recursive: true, force: true });
}, 60_000);

/** On a Temporal that was wiped no worker goes on; none is needed there. */
async function runFakeSync(): Promise<void> {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: syncQueue(namespace, name),
    activities: { ...sync.activities },
    shutdownGraceTime: 0,
  });
  end.signal.addEventListener('abort', () => worker.getState() === 'RUNNING' && worker.shutdown());
  await worker.run();
}

const merge = (body: object) => operator.admin.patch<Job>(jobs, { namespace, name }, { type: 'merge', body });

const statusWhere = (fits: (status: NonNullable<Job['status']>) => boolean) =>
  untilOperator(async () => {
    const { status } = await operator.admin.get<Job>(jobs, { namespace, name });
    return status !== undefined && fits(status) && status;
  }, WAIT_MS);

const view = () => env.client.workflow.getHandle(entityWorkflowId(namespace, name)).query(viewQuery);

/** The workflow knows the second spec and that the runs up to the second are used up. */
const isUpToDate = () =>
  untilOperator(async () => {
    const { generation, runSeq } = await view();
    return generation === 2 && runSeq >= 2;
  }, WAIT_MS);

test('a workflow of a restored backup, and one of a wiped Temporal, learns within a resync what it missed', async () => {
  const config = { upstream: 'rsync://mirror.example/module/', interval: '1d' };
  const body = { apiVersion: 'mirror.durasync.dev/v1', kind: 'Job', metadata: { namespace, name }, spec: { config } };
  await operator.admin.create(jobs, body as unknown as Job);
  (await sync.attempt(1)).succeed();
  await statusWhere(({ status, runSeq }) => status === 'success' && runSeq === 1);
  await temporal.backUp();

  await merge({ spec: { config: { interval: '2d' } } });
  await statusWhere(({ observedGeneration }) => observedGeneration === 2);
  await merge({ metadata: { annotations: { [COMMAND_ANNOTATION]: 'start' } } });
  (await sync.attempt(2)).succeed();
  await statusWhere(({ status, runSeq }) => status === 'success' && runSeq === 2);
  expect(await view()).toMatchObject({ generation: 2, runSeq: 2 });

  await temporal.restore();
  await isUpToDate();

  await temporal.wipe();
  await isUpToDate();
  expect(sync.attempts).toHaveLength(2);
}, 240_000);

test('a workflow that an older release started learns within a resync which cluster it is of', async () => {
  const job = await operator.admin.get<Job>(jobs, { namespace, name });
  await env.client.workflow.signalWithStart(MIRROR_JOB_WORKFLOW, {
    workflowId: entityWorkflowId(namespace, name),
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    taskQueue: CONTROL_QUEUE,
    args: [{ namespace, name }],
    signal: reconcileSignal,
    signalArgs: [reconcileInput(job)] as [ReconcileInput],
  });
  const memo = async () => (await env.client.workflow.getHandle(entityWorkflowId(namespace, name)).describe()).memo;
  await untilOperator(async () => (await memo())?.['cluster'] !== undefined, WAIT_MS);
  expect(await memo()).toHaveProperty('cluster', await clusterIdentity(operator.admin, end.signal));
}, 120_000);
