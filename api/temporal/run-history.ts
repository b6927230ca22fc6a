import { WorkflowFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import type { SyncResult } from '../../activities/sync-contract.ts';
import { runWorkflowId, SYNC_RUN_WORKFLOW } from '../../workflows/messages.ts';
import type { Run, RunPage } from '../contract.ts';
import type { JobKey } from '../cluster/job-watch.ts';
import { ProblemError } from '../http/problem.ts';
import { untilOtherJob } from './job-uid.ts';
import { toRun } from './to-run.ts';

/** Which page of the runs. */
export interface RunPageQuery {
  readonly limit: number;
  readonly pageToken?: string;
  /** Only runs of the Job of this uid, not of earlier ones of the same name. */
  readonly uid?: string;
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
    async list(key, { limit, pageToken, uid }) {
      // One more than asked for tells whether there is another page.
      const page = { namespace, query: visibilityQuery(key, pageToken), pageSize: limit + 1 };
      const answer = await bounded(() => client.workflowService.listWorkflowExecutions(page));
      const executions = answer.executions ?? [];
      const found = (uid === undefined ? executions : untilOtherJob(executions, uid)).map(toRun);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return { items, ...(found.length > limit && last && { nextPageToken: toToken(last) }) };
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

/**
 * A page begins after the last run of the page before, by the time that one started: runs of a Job come one after the
 * other. So a token stays good whatever store Temporal has.
 */
const toToken = ({ startedAt }: Run): string => Buffer.from(startedAt).toString('base64url');

function visibilityQuery({ namespace, name }: JobKey, pageToken: string | undefined): string {
  // Names are checked against RFC 1123 before: no quote can be in them.
  const runs = `MirrorJob = "${namespace}/${name}" AND WorkflowType = "${SYNC_RUN_WORKFLOW}"`;
  return pageToken === undefined ? runs : `${runs} AND StartTime < "${fromToken(pageToken)}"`;
}

function fromToken(token: string): string {
  const time = Buffer.from(token, 'base64url').toString('latin1');
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time)) return time;
  const errors = [{ field: 'pageToken', message: 'is not one of this list' }];
  throw new ProblemError('invalid-parameter', { detail: 'The page token is not valid.', errors });
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
