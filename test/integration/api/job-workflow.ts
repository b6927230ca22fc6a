import { NativeConnection, Worker } from '@temporalio/worker';
import { Client, Connection } from '@temporalio/client';
import { createControlActivities } from '../../../activities/control/create-control-activities.ts';
import { reconcileInput } from '../../support/temporal/job-fixture.ts';
import { FakeSync } from '../../support/temporal/fake-sync.ts';
import { workflowBundle } from '../../support/temporal/entity-harness.ts';
import type { Job } from '../../../resources/job/job.ts';
import { entityWorkflowId, MIRROR_JOB_WORKFLOW, reconcileSignal, syncQueue } from '../../../workflows/messages.ts';
import type { TestCluster } from './cluster.ts';

/** The real workflow of one Job with real status writes; only rsync is a gate that the test opens. */
export interface JobWorkflow {
  readonly sync: FakeSync;
  stop(): Promise<void>;
}

/** Does what the operator does for a new Job. */
export async function startJobWorkflow(cluster: TestCluster, job: Job): Promise<JobWorkflow> {
  const address = process.env['DURASYNC_TEST_TEMPORAL'] ?? '';
  const { namespace, admin } = cluster;
  const { name, uid = '' } = job.metadata;
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const sync = new FakeSync();
  const taskQueue = `control.${namespace}`;
  const control = await Worker.create({
    connection: native,
    taskQueue,
    workflowBundle: await workflowBundle(),
    activities: { ...createControlActivities({ kubernetes: admin }) },
  });
  const syncing = await Worker.create({
    connection: native,
    taskQueue: syncQueue(namespace, name),
    activities: { ...sync.activities },
    shutdownGraceTime: 0,
    // A cancellation reaches an activity with its heartbeat.
    maxHeartbeatThrottleInterval: '50ms',
  });
  const running = [control.run(), syncing.run()];
  await new Client({ connection }).workflow.signalWithStart(MIRROR_JOB_WORKFLOW, {
    workflowId: entityWorkflowId(namespace, name),
    taskQueue,
    args: [{ namespace, name }],
    signal: reconcileSignal,
    signalArgs: [reconcileInput({ uid })],
  });
  return {
    sync,
    async stop() {
      control.shutdown();
      syncing.shutdown();
      await Promise.all(running);
      await connection.close();
      await native.close();
    },
  };
}
