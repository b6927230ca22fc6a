import { isGrpcServiceError } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { CONTROL_QUEUE, SYNC_RUN_WORKFLOW } from '../../workflows/messages.ts';
import type { PinnedRun, Versions } from './plan-version.ts';

/** Name of the control workers' deployment in Temporal. */
export const DEPLOYMENT_NAME = 'durasync-control';

/** `temporal.api.enums.v1.VersioningBehavior` and `TaskQueueType`. */
const AUTO_UPGRADE = 2;
const WORKFLOW_QUEUE = 1;

const DEADLINE_MS = 10_000;
const NOT_FOUND = 5;
const PAGE_SIZE = 200;
const MILLISECONDS = 1_000;

export interface DeploymentApiOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Default: the control workers'. */
  readonly taskQueue?: string;
  readonly deploymentName?: string;
  /** A version that has not polled for so long has no workers: polls last up to 70 s; milliseconds. */
  readonly silentMs?: number;
}

/** The part of Temporal's worker versioning that the control worker uses; each call ends within 10 s. */
export class DeploymentApi {
  readonly #connection: NativeConnection;
  readonly #namespace: string;
  readonly #taskQueue: string;
  readonly #deploymentName: string;
  readonly #silentMs: number;

  constructor(options: DeploymentApiOptions) {
    this.#connection = options.connection;
    this.#namespace = options.namespace;
    this.#taskQueue = options.taskQueue ?? CONTROL_QUEUE;
    this.#deploymentName = options.deploymentName ?? DEPLOYMENT_NAME;
    this.#silentMs = options.silentMs ?? 90_000;
  }

  async versions(): Promise<Versions> {
    const current = await this.#current();
    if (current === null) return { current, polling: new Set(), pinned: [] };
    return { current, polling: await this.#polling(), pinned: await this.#pinned() };
  }

  /** @param buildId '' for workers without a version */
  async makeCurrent(buildId: string): Promise<void> {
    const version = { namespace: this.#namespace, deploymentName: this.#deploymentName, buildId };
    // The worker has begun to poll, but the server may not have noted it yet; "no version" is always there.
    const request = { ...version, ignoreMissingTaskQueues: true, allowNoPollers: buildId !== '' };
    await this.#call(({ workflowService }) => workflowService.setWorkerDeploymentCurrentVersion(request));
  }

  /** Lets a run go on with the current version. */
  async adopt({ workflowId, runId }: PinnedRun): Promise<void> {
    const versioningOverride = { autoUpgrade: true, behavior: AUTO_UPGRADE };
    const request = {
      namespace: this.#namespace,
      workflowExecution: { workflowId, runId },
      workflowExecutionOptions: { versioningOverride },
      updateMask: { paths: ['versioning_override'] },
    };
    await this.#call(({ workflowService }) => workflowService.updateWorkflowExecutionOptions(request));
  }

  async #current(): Promise<string | null> {
    const request = { namespace: this.#namespace, deploymentName: this.#deploymentName };
    try {
      const { workerDeploymentInfo } = await this.#call(({ workflowService }) =>
        workflowService.describeWorkerDeployment(request),
      );
      return workerDeploymentInfo?.routingConfig?.currentDeploymentVersion?.buildId ?? '';
    } catch (error) {
      if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return null;
      throw error;
    }
  }

  async #polling(): Promise<ReadonlySet<string>> {
    const request = {
      namespace: this.#namespace,
      taskQueue: { name: this.#taskQueue },
      taskQueueType: WORKFLOW_QUEUE,
    };
    const { pollers } = await this.#call(({ workflowService }) => workflowService.describeTaskQueue(request));
    const recently = Date.now() - this.#silentMs;
    const live = (pollers ?? []).filter(
      ({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * MILLISECONDS >= recently - MILLISECONDS,
    );
    return new Set(live.map(({ deploymentOptions }) => deploymentOptions?.buildId ?? ''));
  }

  async #pinned(): Promise<PinnedRun[]> {
    const query =
      `WorkflowType = '${SYNC_RUN_WORKFLOW}' AND ExecutionStatus = 'Running' AND TemporalWorkflowVersioningBehavior = 'Pinned' ` +
      `AND TemporalWorkerDeployment = '${this.#deploymentName}'`;
    const request = { namespace: this.#namespace, query, pageSize: PAGE_SIZE };
    const { executions } = await this.#call(({ workflowService }) => workflowService.listWorkflowExecutions(request));
    return (executions ?? []).flatMap(({ execution, searchAttributes }) => {
      const version = searchAttributes?.indexedFields?.['TemporalWorkerDeploymentVersion'];
      const buildId = buildIdIn(version?.data, this.#deploymentName);
      return buildId === null
        ? []
        : [{ workflowId: execution?.workflowId ?? '', runId: execution?.runId ?? '', buildId }];
    });
  }

  #call<T>(call: (connection: NativeConnection) => Promise<T>): Promise<T> {
    return this.#connection.withDeadline(Date.now() + DEADLINE_MS, () => call(this.#connection));
  }
}

/** The search attribute is JSON text, `<deployment>:<build id>`; null for anything else. */
function buildIdIn(data: Uint8Array | null | undefined, deploymentName: string): string | null {
  if (!data) return null;
  const version: unknown = JSON.parse(Buffer.from(data).toString());
  const prefix = `${deploymentName}:`;
  return typeof version === 'string' && version.startsWith(prefix) ? version.slice(prefix.length) : null;
}
