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
import { WorkflowNotRunningError, type Execution, type MirrorWorkflows } from './mirror-workflows.ts';

const DEADLINE_MS = 10_000;
const PAGE = 1_000;

/** The Job of an entity; none for an id that was not made here. */
function parseEntityId(workflowId: string): { namespace: string; name: string }[] {
  const [, namespace, name] = /^mirror\/([^/]+)\/([^/]+)$/.exec(workflowId) ?? [];
  return namespace !== undefined && name !== undefined ? [{ namespace, name }] : [];
}

/** The workflows of Jobs in a Temporal namespace. */
export function temporalMirrorWorkflows(client: Client): MirrorWorkflows {
  const within = <T>(call: () => Promise<T>): Promise<T> =>
    client.connection.withDeadline(Date.now() + DEADLINE_MS, call);
  const handle = (namespace: string, name: string) => client.workflow.getHandle(entityWorkflowId(namespace, name));
  return {
    async reconcile(namespace, name, input) {
      await within(() => client.workflow.signalWithStart(MIRROR_JOB_WORKFLOW, startOptions(namespace, name, input)));
    },
    async running() {
      const query = `WorkflowType = "${MIRROR_JOB_WORKFLOW}" AND ExecutionStatus = "Running"`;
      const found = within(() => Array.fromAsync(client.workflow.list({ query, pageSize: PAGE })));
      return (await found).flatMap(({ workflowId }) => parseEntityId(workflowId));
    },
    async execution(namespace, name) {
      const description = await orMissing(within(() => handle(namespace, name).describe()));
      return description?.status.name === 'RUNNING' ? toExecution(description) : null;
    },
    async command(namespace, name, command) {
      const sent = await orMissing(
        within(() => handle(namespace, name).signal(commandSignal, command)).then(() => true),
      );
      if (!sent) throw new WorkflowNotRunningError(`no workflow of ${namespace}/${name} runs`);
    },
    async remove(namespace, name) {
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

const memoOf = ({ namespace, name }: MirrorJobInput, { uid, generation, status }: ReconcileInput) => ({
  namespace,
  name,
  uid,
  generation,
  runSeq: status.runSeq ?? 0,
});

function toExecution({ runId, startTime, historyLength, memo = {} }: WorkflowExecutionDescription): Execution {
  const { generation, runSeq } = memo as Partial<Record<keyof EntityMemo, unknown>>;
  return {
    runId,
    startedAt: startTime.getTime(),
    historyLength,
    generation: typeof generation === 'number' ? generation : undefined,
    runSeq: typeof runSeq === 'number' ? runSeq : undefined,
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
