import { WorkflowNotFoundError, type Client, type WorkflowExecutionDescription } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { identityAttributes } from '../../../workflows/core/status/project-attributes.ts';
import {
  commandSignal,
  CONTROL_QUEUE,
  entityWorkflowId,
  MIRROR_JOB_WORKFLOW,
  reconcileSignal,
  removeSignal,
  type EntityMemo,
  type MirrorJobInput,
  type ReconcileInput,
} from '../../../workflows/messages.ts';
import {
  OtherClusterError,
  WorkflowNotRunningError,
  type Execution,
  type MirrorWorkflows,
} from './mirror-workflows.ts';

const DEADLINE_MS = 10_000;
const PAGE = 1_000;

/** The Job of an entity; none for an id that was not made here. */
function parseEntityId(workflowId: string): { namespace: string; name: string }[] {
  const [, namespace, name] = /^mirror\/([^/]+)\/([^/]+)$/.exec(workflowId) ?? [];
  return namespace !== undefined && name !== undefined ? [{ namespace, name }] : [];
}

/**
 * The workflows of a cluster's Jobs in a Temporal namespace.
 * @param cluster see ReconcileInput
 */
export function temporalMirrorWorkflows(client: Client, cluster: string): MirrorWorkflows {
  const within = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + DEADLINE_MS, call);
  const handle = (namespace: string, name: string) => client.workflow.getHandle(entityWorkflowId(namespace, name));
  /** Null when none runs. */
  const running = async (namespace: string, name: string): Promise<WorkflowExecutionDescription | null> => {
    const description = await orMissing(within(() => handle(namespace, name).describe()));
    return description?.status.name === 'RUNNING' ? description : null;
  };
  const isOther = (found: string | undefined): boolean => found !== undefined && found !== cluster;
  const refuseOther = async (namespace: string, name: string): Promise<void> => {
    const found = clusterOf((await running(namespace, name))?.memo);
    if (found !== undefined && found !== cluster) throw new OtherClusterError(entityWorkflowId(namespace, name), found);
  };
  return {
    async reconcile(namespace, name, input) {
      await refuseOther(namespace, name);
      const options = startOptions(namespace, name, { ...input, cluster });
      await within(() => client.workflow.signalWithStart(MIRROR_JOB_WORKFLOW, options));
    },
    async running() {
      const query = `WorkflowType = "${MIRROR_JOB_WORKFLOW}" AND ExecutionStatus = "Running"`;
      const found = within(() => Array.fromAsync(client.workflow.list({ query, pageSize: PAGE })));
      return (await found).flatMap(({ workflowId, memo }) =>
        parseEntityId(workflowId).map((key) => ({ ...key, cluster: clusterOf(memo) })),
      );
    },
    async execution(namespace, name) {
      const description = await running(namespace, name);
      return description === null || isOther(clusterOf(description.memo)) ? null : toExecution(description);
    },
    async command(namespace, name, command) {
      await refuseOther(namespace, name);
      const sent = await orMissing(
        within(() => handle(namespace, name).signal(commandSignal, command)).then(() => true),
      );
      if (!sent) throw new WorkflowNotRunningError(`no workflow of ${namespace}/${name} runs`);
    },
    async remove(namespace, name) {
      if (isOther(clusterOf((await running(namespace, name))?.memo))) return;
      await orMissing(within(() => handle(namespace, name).signal(removeSignal)));
    },
  };
}

function startOptions(namespace: string, name: string, input: ReconcileInput) {
  const job: MirrorJobInput = { namespace, name };
  const { upstream, interval, cron } = input.config;
  return {
    workflowId: entityWorkflowId(namespace, name),
    taskQueue: CONTROL_QUEUE,
    args: [job],
    signal: reconcileSignal,
    signalArgs: [input] as [ReconcileInput],
    // A Job whose workflow failed or was terminated by hand gets a new one.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    typedSearchAttributes: searchAttributes(job, input),
    staticSummary: `Mirror ${namespace}/${name}`,
    staticDetails: `Keeps **${namespace}/${name}** in sync with ${upstream}, ${cron ?? `every ${interval} after the last run`}.`,
    memo: memoOf(job, input),
  };
}

const memoOf = ({ namespace, name }: MirrorJobInput, { cluster, uid, generation, status }: ReconcileInput) => ({
  namespace,
  name,
  uid,
  generation,
  runSeq: status.runSeq ?? 0,
  cluster,
});

type Memo = Partial<Record<keyof EntityMemo, unknown>>;

const clusterOf = (memo: Memo | undefined): string | undefined =>
  typeof memo?.cluster === 'string' ? memo.cluster : undefined;

function toExecution({ runId, startTime, historyLength, memo = {} }: WorkflowExecutionDescription): Execution {
  const { generation, runSeq } = memo as Memo;
  return {
    runId,
    startedAt: startTime.getTime(),
    historyLength,
    generation: typeof generation === 'number' ? generation : undefined,
    runSeq: typeof runSeq === 'number' ? runSeq : undefined,
    knowsCluster: clusterOf(memo) !== undefined,
  };
}

function searchAttributes(job: MirrorJobInput, { config }: ReconcileInput): TypedSearchAttributes {
  const pairs = Object.entries(identityAttributes(job, config)).filter(([, value]) => value !== '');
  return new TypedSearchAttributes(
    pairs.map(([name, value]) => ({
      key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD),
      value: String(value),
    })),
  );
}

/** The answer, or undefined when there is no such workflow or it has ended. */
async function orMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
