import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandleWithSignaledRunId } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, Worker, type WorkerOptions, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { workflowBundleOptions } from '../../../control-worker/workflow-bundle-options.ts';
import {
  commandUpdate,
  entityWorkflowId,
  MIRROR_JOB_WORKFLOW,
  reconcileSignal,
  syncQueue,
  type Command,
  type CommandResult,
  type CommandVerb,
  type ReconcileInput,
} from '../../../workflows/messages.ts';
import type { mirrorJob } from '../../../workflows/mirror-job.ts';
import { FakeControl } from './fake-control.ts';
import { FakeSync } from './fake-sync.ts';
import { reconcileInput } from './job-fixture.ts';

const quiet = () => undefined;
const logger = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
const interceptors = (file: string) => ({
  workflowInterceptorModules: [fileURLToPath(new URL(file, import.meta.url))],
});

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** As `workflowBundle`, made anew, for workers that have versions. */
export function versionedWorkflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ ...workflowBundleOptions(true), logger });
}

/** The project's workflows, bundled once a process. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleWorkflowCode({ ...workflowBundleOptions(), logger });
  return bundle;
}

/** As `workflowBundle`, made anew, with the interceptors of a file of this folder. */
export function workflowBundleWith(file: string): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ ...workflowBundleOptions(), ...interceptors(file), logger });
}

/** A server, by default that of the tests: see test/support/servers. */
export function connectTestServer(address = process.env['DURASYNC_TEST_TEMPORAL']): Promise<TestWorkflowEnvironment> {
  if (address === undefined) throw new Error('DURASYNC_TEST_TEMPORAL is not set');
  return TestWorkflowEnvironment.createFromExistingServer({ address });
}

/** A worker that runs until stopped. */
class RunningWorker {
  readonly #worker: Worker;
  readonly #running: Promise<void>;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.#running = worker.run();
  }

  async stop(): Promise<void> {
    this.#worker.shutdown();
    await this.#running;
  }
}

/** One Job's entity on a real server, with workers of its own queues and fakes of the activities. */
export class EntityHarness {
  readonly namespace = `t${randomUUID().slice(0, 8)}`;
  readonly name = 'debian';
  readonly sync = new FakeSync();
  readonly control = new FakeControl();
  readonly env: TestWorkflowEnvironment;
  readonly #options: Partial<WorkerOptions>;
  #controlWorker: RunningWorker | undefined;
  #syncWorker: RunningWorker | undefined;

  constructor(env: TestWorkflowEnvironment, options: Partial<WorkerOptions> = {}) {
    this.env = env;
    this.#options = options;
  }

  get workflowId(): string {
    return entityWorkflowId(this.namespace, this.name);
  }

  /** The entity, whichever of its executions is the newest. */
  get handle() {
    return this.env.client.workflow.getHandle<typeof mirrorJob>(this.workflowId);
  }

  async startWorkers(): Promise<void> {
    await this.startControlWorker();
    await this.startSyncWorker();
  }

  async startControlWorker(): Promise<void> {
    const worker = await Worker.create({
      ...this.#base(`control.${this.namespace}`),
      workflowBundle: await workflowBundle(),
      activities: { ...this.control.activities },
      ...this.#options,
    });
    this.#controlWorker = new RunningWorker(worker);
  }

  async startSyncWorker(): Promise<void> {
    const worker = await Worker.create({
      ...this.#base(syncQueue(this.namespace, this.name)),
      activities: { ...this.sync.activities },
      maxHeartbeatThrottleInterval: '50ms',
    });
    this.#syncWorker = new RunningWorker(worker);
  }

  async stopControlWorker(): Promise<void> {
    await this.#controlWorker?.stop();
    this.#controlWorker = undefined;
  }

  async stopWorkers(): Promise<void> {
    await Promise.all([this.#controlWorker?.stop(), this.#syncWorker?.stop()]);
  }

  /** Tells the entity of its object, as the operator does; starts it when there is none. */
  reconcile(change: Partial<ReconcileInput> = {}): Promise<WorkflowHandleWithSignaledRunId<typeof mirrorJob>> {
    return this.env.client.workflow.signalWithStart<typeof mirrorJob, [ReconcileInput]>(MIRROR_JOB_WORKFLOW, {
      workflowId: this.workflowId,
      taskQueue: `control.${this.namespace}`,
      args: [{ namespace: this.namespace, name: this.name }],
      signal: reconcileSignal,
      signalArgs: [reconcileInput(change)],
    });
  }

  command(command: CommandVerb, more: Partial<Command> = {}): Promise<CommandResult> {
    const full: Command = { commandId: randomUUID(), command, ...more };
    return this.handle.executeUpdate(commandUpdate, { args: [full], updateId: randomUUID() });
  }

  /** Creates the Job and lets its first run succeed. */
  async settleFirstRun(change: Partial<ReconcileInput> = {}): Promise<void> {
    await this.reconcile(change);
    (await this.sync.attempt(1)).succeed();
    await this.control.until(({ status }) => status === 'success');
  }

  #base(taskQueue: string) {
    const { nativeConnection: connection, namespace } = this.env;
    return { connection, namespace: namespace ?? 'default', taskQueue, shutdownGraceTime: 0 };
  }
}
