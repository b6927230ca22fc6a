import { WorkflowFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { SyncResult } from '../../activities/sync-contract.ts';
import { runWorkflowId, SYNC_RUN_WORKFLOW } from '../../workflows/messages.ts';
import type { Run, RunPage } from '../contract.ts';
import type { JobKey } from '../cluster/job-watch.ts';
import { toRun } from './to-run.ts';

/** Which page of the runs. */
export interface RunPageQuery {
  readonly limit: number;
  readonly pageToken?: string;
}

/** What Jobs did, from the workflow history. Throws the errors of the Temporal client. */
export interface RunHistory {
  /** Newest first. */
  list(key: JobKey, query: RunPageQuery): Promise<RunPage>;
  get(key: JobKey, seq: number): Promise<Run>;
}

const timeoutMs = 5_000;

type SyncRun = () => Promise<SyncResult>;

/** Runs as Temporal's visibility store knows them. */
export function createRunHistory(client: Client): RunHistory {
  const { namespace } = client.options;
  const bounded = <T>(call: () => Promise<T>): Promise<T> => client.withDeadline(Date.now() + timeoutMs, call);
  return {
    async list(key, { limit, pageToken }) {
      const answer = await bounded(() =>
        client.workflowService.listWorkflowExecutions({
          namespace,
          // Names are checked against RFC 1123 before: no quote can be in them.
          query: `MirrorJob = "${key.namespace}/${key.name}" AND WorkflowType = "${SYNC_RUN_WORKFLOW}"`,
          pageSize: limit,
          nextPageToken: Buffer.from(pageToken ?? '', 'base64url'),
        }),
      );
      const token = Buffer.from(answer.nextPageToken ?? []).toString('base64url');
      return { items: (answer.executions ?? []).map(toRun), ...(token && { nextPageToken: token }) };
    },
    async get(key, seq) {
      const workflowId = runWorkflowId(key.namespace, key.name, seq);
      return bounded(async () => {
        const execution = { workflowId };
        const answer = await client.workflowService.describeWorkflowExecution({ namespace, execution });
        const run = toRun(answer.workflowExecutionInfo ?? {});
        return run.state === 'running' ? run : { ...run, ...(await outcomeOf(client, run)) };
      });
    },
  };
}

/** What a run that is over came to. */
async function outcomeOf(client: Client, { workflowId, runId }: Run): Promise<Pick<Run, 'stats' | 'message'>> {
  try {
    const { stats } = await client.workflow.getHandle<SyncRun>(workflowId, runId).result();
    return { stats };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { message: error.cause?.message ?? error.message };
  }
}
